using Registry.Core.Events;

namespace Registry.Core.Webhooks;

/// <summary>What there is to do for a subscription, found without its lease.</summary>
/// <param name="IsDue">Whether the lease is worth taking.</param>
internal sealed record PendingWork(bool IsDue)
{
    /// <summary>Nothing now, and nothing that is known of for later.</summary>
    public static PendingWork None { get; } = new(false);

    /// <summary>After the cursor, as far as the subscription wants them.</summary>
    public IReadOnlyList<RegistryEvent> Events { get; init; } = [];

    /// <summary>Where they end; null: nothing was read.</summary>
    public EventCursor? After { get; init; }

    /// <summary>Where what is kept begins, if changes after the cursor were trimmed.</summary>
    public EventCursor? SkipTo { get; init; }

    /// <summary>When something will be due, Unix milliseconds; null for never.</summary>
    public long? Later { get; init; }
}

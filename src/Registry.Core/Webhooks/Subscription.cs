using Registry.Core.Events;

namespace Registry.Core.Webhooks;

/// <summary>Who is sent which events. Immutable.</summary>
/// <param name="Url">Where to; secret parameters are masked.</param>
/// <param name="Types">Patterns (<see cref="EventTypes"/>), any of which is enough.</param>
public sealed record Subscription(string Url, IReadOnlyList<string> Types)
{
    public string Id { get; init; } = "";

    /// <summary>Only of agents of this type, compared without case; null for all.</summary>
    public string? AgentType { get; init; }

    public bool IsVerified { get; init; }

    public bool IsPaused { get; init; }

    public bool IsEnded { get; init; }

    /// <summary>Counts its URLs: what is known of an earlier one is over.</summary>
    public long UrlNumber { get; init; }

    /// <summary>Requests a minute that the receiver allows.</summary>
    public int RequestsPerMinute { get; init; } = WebhookHandshake.MaxRate;

    /// <summary>Cursor where it begins.</summary>
    public string Start { get; init; } = "";

    /// <summary>Counts its beginnings: whatever is kept of an earlier one is over.</summary>
    public long Beginning { get; init; }

    /// <summary>Counts the requests to send dead letters again.</summary>
    public long Redeliveries { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    public SubscriptionStatus Status =>
        IsEnded ? SubscriptionStatus.Ended
        : IsPaused ? SubscriptionStatus.Paused
        : IsVerified ? SubscriptionStatus.Active
        : SubscriptionStatus.Unverified;

    /// <summary>Whether an event of its types is about an agent that it is for. What a gone agent was may not be known: then it is told.</summary>
    internal bool Wants(RegistryEvent happened, Func<string, string?> typeOf)
    {
        if (AgentType is null)
        {
            return true;
        }

        var type = happened.Agent?.Registration.Type ?? typeOf(happened.AgentId);
        return happened.AgentId.Length > 0 && (type is null || type.Equals(AgentType, StringComparison.OrdinalIgnoreCase));
    }
}

namespace Registry.Core.Webhooks;

/// <summary>What is to become of a subscription. Null: it stays.</summary>
public sealed record SubscriptionPatch
{
    /// <summary>Checked.</summary>
    public string? Url { get; init; }

    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Empty: of all types.</summary>
    public string? AgentType { get; init; }

    /// <summary>Empty: deliveries are not signed.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether deliveries stop; false also takes up one that ended.</summary>
    public bool? IsPaused { get; init; }
}

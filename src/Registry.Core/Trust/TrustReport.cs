namespace Registry.Core.Trust;

/// <summary>How far an agent is trusted, by the authorities as they are now.</summary>
public sealed record TrustReport
{
    /// <summary>Why it is not; null: it is.</summary>
    public TrustFault? Fault { get; init; }

    /// <summary>Who signed; null where nobody did.</summary>
    public string? Authority { get; init; }

    /// <summary>Unix milliseconds: the first end in the chain; null where there is none.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>From the root down to the agent.</summary>
    public IReadOnlyList<TrustLink> Chain { get; init; } = [];

    /// <summary>How old the state behind it is.</summary>
    public long AgeMs { get; init; }
}

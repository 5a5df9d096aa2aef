namespace Registry.Core.Health.Probing;

/// <summary>How an agent's probes went.</summary>
public sealed record ProbeRecord
{
    /// <summary>Never probed.</summary>
    public static ProbeRecord None { get; } = new();

    /// <summary>Unix milliseconds, storage time, of the newest probe; 0 before the first.</summary>
    public long CheckedAt { get; init; }

    public int ResponseTimeMs { get; init; }

    /// <summary>Of the newest answer; 0 where there was none, or none is meant (tcp).</summary>
    public int StatusCode { get; init; }

    /// <summary>Why the newest probe was no success; None when it was one.</summary>
    public ProbeError Error { get; init; }

    /// <summary>Whether the newest answer was 401, 402 or 403.</summary>
    public bool Gated { get; init; }

    /// <summary>In a row; 0 after a success.</summary>
    public int Failures { get; init; }

    /// <summary>In a row; 0 after a failure.</summary>
    public int Successes { get; init; }
}

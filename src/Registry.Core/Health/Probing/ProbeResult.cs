namespace Registry.Core.Health.Probing;

/// <summary>How one probe ended.</summary>
public enum ProbeResult
{
    /// <summary>Nothing was observed, or nothing is concluded from it.</summary>
    Skipped,
    Succeeded,
    Failed,
}

namespace Registry.Contracts.Events;

/// <summary>Entries of the audit, the newest first.</summary>
public sealed record AuditPage
{
    /// <summary>May be empty though there is a cursor: what one request looks through is bounded.</summary>
    public required IReadOnlyList<AuditEntry> Entries { get; init; }

    /// <summary>Ask with it for older ones; absent when there are none.</summary>
    public string? Cursor { get; init; }
}

namespace Registry.Contracts.Events;

/// <summary>More of an audit entry.</summary>
public sealed record AuditData
{
    /// <summary>Of a change: the id of its event.</summary>
    public string? EventId { get; init; }

    /// <summary>Of a change of what operators set: <c>kind/id</c>.</summary>
    public string? Entry { get; init; }

    /// <summary>Of a changed status: what it was.</summary>
    public string? Old { get; init; }

    /// <summary>What it became.</summary>
    public string? New { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a refusal: the request's method.</summary>
    public string? Method { get; init; }

    /// <summary>Of a refusal: the route, without its values.</summary>
    public string? Route { get; init; }

    /// <summary>Of a refusal: the HTTP status.</summary>
    public int? Status { get; init; }
}

namespace Registry.Core.Storage;

/// <summary>How a call on the table ended. Only these are expected; anything else throws <see cref="TableRequestException"/>.</summary>
public enum TableStatus
{
    /// <summary>Done. For a write: durable.</summary>
    Ok,

    /// <summary>No such entity or table (404). A write changed nothing.</summary>
    NotFound,

    /// <summary>An insert found the entity already there (409). Nothing changed.</summary>
    Exists,

    /// <summary>The ETag no longer matches (412). Nothing changed.</summary>
    Contention,

    /// <summary>The entity, the page of operations or the body is over a service limit (400/413). Nothing changed.</summary>
    TooLarge,

    /// <summary>The service asks to slow down (429, 503 ServerBusy). Nothing changed.</summary>
    Throttled,

    /// <summary>The request provably never reached the service, or (reads only) no answer could be had. Nothing changed.</summary>
    Unavailable,

    /// <summary>The service refuses our credentials (401, 403). Nothing changed.</summary>
    Denied,

    /// <summary>Writes only: no proof either way (time-out, reset, 500). It may have happened, and may still happen later.</summary>
    OutcomeUnknown,
}

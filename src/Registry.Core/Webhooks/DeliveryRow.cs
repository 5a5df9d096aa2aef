namespace Registry.Core.Webhooks;

/// <summary>The row <c>w_{subscription}</c> of <c>config</c>: who delivers, and how far that is. Immutable.</summary>
/// <param name="Id">Of the subscription.</param>
/// <param name="State">What is done and what is to be done.</param>
internal sealed record DeliveryRow(string Id, DeliveryState State)
{
    /// <summary>Empty where there is no row yet.</summary>
    public string ETag { get; init; } = "";

    /// <summary>The process that delivers now.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Until when nobody else does; Unix milliseconds, storage time.</summary>
    public long Until { get; init; }

    /// <summary>Of the subscription's beginnings, the one that this is of.</summary>
    public long Beginning { get; init; }

    /// <summary>Of the subscription's URLs, the one that refused what is held.</summary>
    public long UrlNumber { get; init; }

    /// <summary>Requests to send dead letters again that were granted.</summary>
    public long Redeliveries { get; init; }

    /// <summary>Null where the URL was not asked yet, or agreed.</summary>
    public VerificationState? Verification { get; init; }
}

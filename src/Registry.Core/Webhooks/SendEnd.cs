namespace Registry.Core.Webhooks;

/// <summary>How a sending ended.</summary>
/// <param name="Sending">What was sent.</param>
internal sealed record SendEnd(Sending Sending)
{
    /// <summary>Null where nothing was sent.</summary>
    public DeliveryAnswer? Answer { get; init; }

    /// <summary>Nothing was sent, because the event is no longer kept.</summary>
    public bool IsLost { get; init; }
}

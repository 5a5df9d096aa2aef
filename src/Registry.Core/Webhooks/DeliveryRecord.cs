namespace Registry.Core.Webhooks;

/// <summary>The newest outcome of an event.</summary>
/// <param name="EventId">Of the event.</param>
/// <param name="Time">Of the newest attempt's end, Unix milliseconds.</param>
/// <param name="Attempts">All of them.</param>
/// <param name="StatusCode">0 where there was no answer.</param>
/// <param name="Error">One phrase; null for a delivery.</param>
public sealed record DeliveryRecord(string EventId, long Time, int Attempts, int StatusCode, string? Error);

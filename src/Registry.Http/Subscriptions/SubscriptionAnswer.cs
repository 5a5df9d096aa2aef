using Registry.Contracts.Subscriptions;
using Registry.Core.Webhooks;

namespace Registry.Http.Subscriptions;

/// <summary>Subscriptions on the wire.</summary>
internal static class SubscriptionAnswer
{
    public static SubscriptionResource Of(Subscription subscription) => new()
    {
        Id = subscription.Id,
        Url = subscription.Url,
        Types = subscription.Types,
        AgentType = subscription.AgentType,
        Status = Word(subscription.Status),
        CreatedAt = Time(subscription.CreatedAt),
    };

    public static SubscriptionResource Of(SubscriptionDetail detail) => Of(detail.Subscription) with
    {
        Deliveries = [.. detail.Deliveries.Select(Of)],
        DeadLetters = [.. detail.DeadLetters.Select(Of)],
        Held = detail.Held,
        Verification = detail.Verification is { } verification
            ? new SubscriptionVerification
            {
                Attempts = verification.Attempts,
                Error = verification.Error,
                NextAttempt = verification.NextAt == long.MaxValue ? null : Time(verification.NextAt),
            }
            : null,
    };

    private static SubscriptionDelivery Of(DeliveryRecord record) => new()
    {
        EventId = record.EventId,
        Time = Time(record.Time),
        Attempts = record.Attempts,
        StatusCode = Code(record.StatusCode),
        Error = record.Error,
    };

    private static SubscriptionDeadLetter Of(DeadLetter dead) => new()
    {
        EventId = dead.EventId,
        Type = dead.Type.Length > 0 ? dead.Type : null,
        AgentId = dead.AgentId.Length > 0 ? dead.AgentId : null,
        Time = Time(dead.Time),
        Attempts = dead.Attempts,
        StatusCode = Code(dead.StatusCode),
        Error = dead.Error,
    };

    private static int? Code(int statusCode) => statusCode == 0 ? null : statusCode;

    private static DateTimeOffset Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);

    private static string Word(SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Active => "active",
        SubscriptionStatus.Unverified => "unverified",
        SubscriptionStatus.Paused => "paused",
        _ => "ended",
    };
}

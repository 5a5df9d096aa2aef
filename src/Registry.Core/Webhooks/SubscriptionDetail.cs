namespace Registry.Core.Webhooks;

/// <summary>A subscription and how its deliveries are.</summary>
/// <param name="Subscription">What was subscribed.</param>
/// <param name="Deliveries">Newest outcomes, the newest first.</param>
/// <param name="DeadLetters">What was given up, the newest first.</param>
/// <param name="Held">Events that wait for another attempt.</param>
/// <param name="Verification">While it is unverified: how the last attempt went; null before the first.</param>
public sealed record SubscriptionDetail(
    Subscription Subscription, IReadOnlyList<DeliveryRecord> Deliveries, IReadOnlyList<DeadLetter> DeadLetters, int Held, VerificationState? Verification);

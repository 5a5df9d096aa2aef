namespace Registry.Contracts.Subscriptions;

/// <summary>All subscriptions.</summary>
/// <param name="Subscriptions">The oldest first.</param>
/// <param name="Count">How many.</param>
public sealed record SubscriptionList(IReadOnlyList<SubscriptionResource> Subscriptions, int Count);

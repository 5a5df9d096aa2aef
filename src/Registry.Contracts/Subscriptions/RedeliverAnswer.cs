namespace Registry.Contracts.Subscriptions;

/// <summary>How many dead letters are sent again.</summary>
/// <param name="Count">At most 100, fewer where others wait.</param>
public sealed record RedeliverAnswer(int Count);

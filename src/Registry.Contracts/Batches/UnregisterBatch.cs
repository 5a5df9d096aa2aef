namespace Registry.Contracts.Batches;

/// <summary>Who is to be unregistered.</summary>
/// <param name="Ids">At most 1,000; unknown ones are no error.</param>
public sealed record UnregisterBatch(IReadOnlyList<string> Ids);

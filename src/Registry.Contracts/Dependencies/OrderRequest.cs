namespace Registry.Contracts.Dependencies;

/// <summary>What is to be put in order.</summary>
/// <param name="Ids">At most 1,000.</param>
public sealed record OrderRequest(IReadOnlyList<string> Ids);

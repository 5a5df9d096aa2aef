namespace Registry.Contracts.Lifecycles;

/// <summary>Who is to be activated.</summary>
/// <param name="Ids">At most 1,000, in any order: those that others depend on go first.</param>
public sealed record ActivateBatch(IReadOnlyList<string> Ids);

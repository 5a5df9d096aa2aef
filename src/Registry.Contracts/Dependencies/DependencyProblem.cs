namespace Registry.Contracts.Dependencies;

/// <summary>A dependency that is not active.</summary>
/// <param name="Id">Of the agent.</param>
/// <param name="Reason"><c>missing</c> (not registered), <c>error</c> or <c>inactive</c>.</param>
public sealed record DependencyProblem(string Id, string Reason);

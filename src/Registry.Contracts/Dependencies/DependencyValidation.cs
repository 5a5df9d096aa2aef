namespace Registry.Contracts.Dependencies;

/// <summary>Whether all that an agent depends on is there and active.</summary>
/// <param name="Valid">Whether there is nothing to say.</param>
/// <param name="Errors"><c>Missing dependency: id</c>, <c>Dependency in error: id</c> or <c>Dependency not active: id</c>.</param>
public sealed record DependencyValidation(bool Valid, IReadOnlyList<string> Errors);

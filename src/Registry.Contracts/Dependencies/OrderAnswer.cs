namespace Registry.Contracts.Dependencies;

/// <summary>An order in which agents can be activated.</summary>
/// <param name="Order">Each after all that it depends on; else as they were given.</param>
public sealed record OrderAnswer(IReadOnlyList<string> Order);

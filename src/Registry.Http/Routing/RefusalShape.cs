namespace Registry.Http.Routing;

/// <summary>Statuses that a route refuses with besides those that follow from its role, its parameters and its body, for the API document.</summary>
internal sealed record RefusalShape(IReadOnlyList<int> Statuses);

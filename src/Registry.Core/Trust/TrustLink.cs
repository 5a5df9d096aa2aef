namespace Registry.Core.Trust;

/// <summary>One of a chain.</summary>
/// <param name="Id">Of the authority, or of the agent at its end.</param>
/// <param name="Name">For people.</param>
/// <param name="Fault">Why it does not hold; null: it does.</param>
public sealed record TrustLink(string Id, string Name, TrustReason? Fault);

namespace Registry.Core.Agents;

/// <summary>What a registration or replacement gave.</summary>
/// <param name="Agent">As committed.</param>
/// <param name="Created">False when an existing agent was replaced, or an idempotent request was repeated.</param>
public sealed record Registered(Agent Agent, bool Created);

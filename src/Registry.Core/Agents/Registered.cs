namespace Registry.Core.Agents;

/// <summary>What a registration or replacement gave.</summary>
/// <param name="Agent">As committed.</param>
/// <param name="Created">False when an existing agent was replaced. True also for a repeated idempotent request, which is answered as the first one was.</param>
public sealed record Registered(Agent Agent, bool Created);

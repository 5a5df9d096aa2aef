namespace Registry.Core.Agents;

/// <summary>An agent and when it was last seen (Unix milliseconds, storage time).</summary>
public readonly record struct AgentView(Agent Agent, long LastSeen);

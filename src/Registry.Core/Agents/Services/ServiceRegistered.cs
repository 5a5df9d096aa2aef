namespace Registry.Core.Agents.Services;

/// <summary>What registering a service gave.</summary>
/// <param name="View">As committed.</param>
/// <param name="Created">False when its owner registered it again.</param>
public sealed record ServiceRegistered(AgentView View, bool Created);

using Registry.Core.Agents;

namespace Registry.Core.Discovery;

/// <summary>An agent with the value it is sorted by, read once.</summary>
internal readonly record struct SortEntry(Agent Agent, IAgentSource Source, string Text, long Number);

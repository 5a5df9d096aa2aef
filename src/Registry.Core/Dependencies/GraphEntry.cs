using Registry.Core.Agents;

namespace Registry.Core.Dependencies;

/// <summary>A node of the graph as it is shown.</summary>
/// <param name="Id">Of an agent.</param>
/// <param name="Agent">Null: something depends on it and it is not registered.</param>
public readonly record struct GraphEntry(string Id, Agent? Agent)
{
    /// <summary>The lifecycle, or <c>missing</c>.</summary>
    public string Status => Agent is null ? "missing" : AgentWords.Lifecycle[Agent.Lifecycle];
}

using Registry.Core.Usage;

namespace Registry.Core.Agents;

/// <param name="View">The agent.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public readonly record struct AgentRead(AgentView View, long AgeMs)
{
    /// <summary>Where its accesses are counted.</summary>
    internal ShardUsage? Usage { get; init; }
}

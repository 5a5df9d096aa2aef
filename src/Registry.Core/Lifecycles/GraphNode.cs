using Registry.Core.Agents;

namespace Registry.Core.Lifecycles;

/// <summary>
/// Lifecycle and dependencies of one registration, as the log of <c>graph</c> says they are. Immutable. An agent has a node from its first change
/// of either on; before that it is in the lifecycle that it was registered in and depends on nothing.
/// </summary>
public sealed record GraphNode
{
    /// <summary>Dependencies of one agent.</summary>
    public const int MaxDependencies = 200;

    /// <summary>The agent's id.</summary>
    public required string Id { get; init; }

    /// <summary>Of the command that registered the agent: a node of another registration does not count.</summary>
    public required string MutationId { get; init; }

    /// <summary>
    /// Sequence number of that registration in its shard; 0 while it is pending. Who knows its shard less far can't tell that the agent is gone from
    /// not finding it.
    /// </summary>
    public long Epoch { get; init; }

    public required Lifecycle Lifecycle { get; init; }

    /// <summary>Whether it has ever been active: what clearing its errors leads to.</summary>
    public bool EverActive { get; init; }

    /// <summary>Made by a registration before its shard has it. False from the next change on.</summary>
    public bool IsPending { get; init; }

    /// <summary>Ids of agents that it depends on, registered or not; in the order in which they were added.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>The newest, oldest first.</summary>
    public IReadOnlyList<AgentError> Errors { get; init; } = [];

    /// <summary>Unix milliseconds, storage time, of the last change.</summary>
    public long ChangedAt { get; init; }

    /// <summary>Sequence number of the last change in <c>graph</c>.</summary>
    public long Seq { get; init; }
}

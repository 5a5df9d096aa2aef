namespace Registry.Core.Agents;

/// <summary>Tells two states of an agent apart: its revision, and its last change in <c>graph</c>.</summary>
/// <param name="Revision">See <see cref="Agent.Revision"/>.</param>
/// <param name="GraphSeq">Sequence number of its node; 0 where it has none.</param>
public readonly record struct AgentTag(long Revision, long GraphSeq = 0)
{
    public static implicit operator AgentTag(long revision) => new(revision);

    public static AgentTag Of(Agent agent) => new(agent.Revision, agent.Node?.Seq ?? 0);
}

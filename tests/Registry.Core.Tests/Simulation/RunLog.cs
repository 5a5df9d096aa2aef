namespace Registry.Core.Tests.Simulation;

/// <summary>The whole log of a run, in the order in which storage committed it.</summary>
internal sealed class RunLog
{
    private readonly Dictionary<string, AgentTimeline> _timelines;

    public RunLog(IReadOnlyList<LogChange> changes)
    {
        Changes = changes;
        _timelines = changes
            .GroupBy(change => change.AgentId, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new AgentTimeline([.. group]), StringComparer.Ordinal);
    }

    public IReadOnlyList<LogChange> Changes { get; }

    public IReadOnlyDictionary<string, AgentTimeline> Timelines => _timelines;

    public AgentTimeline Of(string agentId) => _timelines.GetValueOrDefault(agentId, AgentTimeline.Empty);
}

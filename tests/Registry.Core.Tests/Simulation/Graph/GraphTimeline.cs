using System.Collections.Immutable;
using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>Everything that storage executed, in order.</summary>
internal sealed class GraphTimeline
{
    private readonly List<GraphMoment> _moments;

    public GraphTimeline(List<GraphMoment> moments, List<GraphCommit> commits)
    {
        _moments = moments;
        Commits = commits;
    }

    public IReadOnlyList<GraphCommit> Commits { get; }

    public GraphMoment Last => _moments[^1];

    public static GraphTimeline Read(IReadOnlyList<SimJournalEntry> journal)
    {
        var (agentRows, nodeRows) = (new AgentRows(), new GraphRows());
        var now = new GraphMoment(
            -1, ImmutableDictionary.Create<string, Agent>(StringComparer.Ordinal), ImmutableDictionary.Create<string, GraphNode>(StringComparer.Ordinal));
        var moments = new List<GraphMoment> { now };
        var commits = new List<GraphCommit>();
        foreach (var entry in journal)
        {
            foreach (var operation in entry.Operations)
            {
                if (operation.Kind != TableOperationKind.Insert || !operation.Entity.RowKey.StartsWith(RowKeys.ChangePrefix, StringComparison.Ordinal))
                {
                    continue;
                }

                var before = now;
                if (entry.PartitionKey == GraphPartition.Name)
                {
                    var change = ChangeRows.Read(operation.Entity, nodeRows);
                    now = now with
                    {
                        At = entry.At,
                        Nodes = change.After is null ? now.Nodes.Remove(change.EntityId) : now.Nodes.SetItem(change.EntityId, change.After),
                    };
                    commits.Add(new GraphCommit(entry.At, before, now, null, change));
                }
                else if (entry.PartitionKey.StartsWith('s'))
                {
                    var change = ChangeRows.Read(operation.Entity, agentRows);
                    now = now with
                    {
                        At = entry.At,
                        Agents = change.After is null ? now.Agents.Remove(change.EntityId) : now.Agents.SetItem(change.EntityId, change.After),
                    };
                    commits.Add(new GraphCommit(entry.At, before, now, change, null));
                }

                // One each change, also within a transaction: commands of one group are decided one after the other.
                moments.Add(now);
            }
        }

        return new GraphTimeline(moments, commits);
    }

    /// <summary>Whether there was a moment in a span of time of which something is true.</summary>
    public bool Held(long from, long to, Func<GraphMoment, bool> isTrue) => Moments(from, to).Any(isTrue);

    /// <summary>What an agent depended on at any moment in a span of time.</summary>
    public IEnumerable<string> DependenciesOf(string id, long from, long to) => Moments(from, to).SelectMany(moment => moment.DependenciesOf(id));

    /// <summary>Whether a registration of any of these ids began or ended in a span of time.</summary>
    public bool Churned(IEnumerable<string> ids, long from, long to) =>
        Commits.Any(commit => commit.IsChurn && commit.At >= from && commit.At <= to && ids.Contains(commit.Id));

    private IEnumerable<GraphMoment> Moments(long from, long to) =>
        _moments.Skip(Math.Max(_moments.FindLastIndex(moment => moment.At < from), 0)).TakeWhile(moment => moment.At <= to);
}

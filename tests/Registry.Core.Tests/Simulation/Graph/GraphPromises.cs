using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>
/// What no accepted change may do, looked at where storage executed it: close a cycle; activate an agent on what is not active, or let it depend on
/// that; deactivate an agent under an active one. Registrations that began or ended while the request was under way excuse what they caused.
/// </summary>
internal static class GraphPromises
{
    public static IEnumerable<string> Check(IReadOnlyList<GraphOperation> history, GraphTimeline timeline)
    {
        var operations = history.ToDictionary(static operation => operation.Correlation, StringComparer.Ordinal);
        foreach (var commit in timeline.Commits)
        {
            if (commit.OfNode is not null && commit.After.OnCycle() is { } onCycle)
            {
                yield return $"a cycle through {onCycle} is stored by {Describe(commit)}";
                yield break;
            }

            if (commit.Correlation is not { } correlation || !operations.TryGetValue(correlation, out var operation))
            {
                continue;
            }

            if (operation.Answered < commit.At && operation.IsOk && operation.Kind != GraphOperationKind.Unregister)
            {
                yield return $"{operation}: made after its answer: {Describe(commit)}";
            }

            if (Broken(commit, operation, timeline) is { } broken)
            {
                yield return $"{operation}: {broken} by {Describe(commit)}";
            }
        }
    }

    private static string? Broken(GraphCommit commit, GraphOperation operation, GraphTimeline timeline)
    {
        var (before, after) = (commit.Before, commit.After);
        var changed = commit.OfNode;
        if (changed is { Type: ChangeTypes.LifecycleChanged, New: "active" })
        {
            return OnNotActive(commit, operation, timeline, changed.After!.Dependencies);
        }

        if (changed is { Type: ChangeTypes.DependencyAdded, After: { Lifecycle: Lifecycle.Active } node })
        {
            return OnNotActive(commit, operation, timeline, GraphEdit.Split(changed.New!));
        }

        if (changed is { Type: ChangeTypes.LifecycleChanged, New: "inactive", Old: "active" } && operation.Kind == GraphOperationKind.Deactivate)
        {
            var under = before.ActiveDependentsOf(commit.Id).Where(id => !timeline.Churned([id, commit.Id], operation.Invoked, commit.At)).ToList();
            return under.Count == 0 ? null : $"deactivated under {string.Join(", ", under)}";
        }

        if (commit.IsChurn && after.LifecycleOf(commit.Id) == Lifecycle.Active)
        {
            var bad = Existing(after, operation, timeline, after.DependenciesOf(commit.Id), commit.At)
                .Where(id => !WasForced(timeline, id, commit.At))
                .ToList();
            return bad.Count == 0 ? null : $"registered active on {string.Join(", ", bad)}";
        }

        return null;
    }

    private static string? OnNotActive(GraphCommit commit, GraphOperation operation, GraphTimeline timeline, IReadOnlyList<string> dependencies)
    {
        var bad = Existing(commit.Before, operation, timeline, dependencies, commit.At).ToList();
        return bad.Count == 0 ? null : $"active on {string.Join(", ", bad)}";
    }

    private static IEnumerable<string> Existing(
        GraphMoment moment, GraphOperation operation, GraphTimeline timeline, IReadOnlyList<string> dependencies, long at) =>
        dependencies.Where(id =>
            moment.LifecycleOf(id) is { } lifecycle && lifecycle != Lifecycle.Active && !timeline.Churned([id], operation.Invoked, at));

    /// <summary>Whether an agent's way out of being active needed nobody's leave.</summary>
    private static bool WasForced(GraphTimeline timeline, string id, long at) =>
        timeline.Commits.LastOrDefault(commit =>
            commit.At <= at && commit.Id == id && commit.OfNode is { Type: ChangeTypes.LifecycleChanged, Old: "active" }) is not null;

    private static string Describe(GraphCommit commit) =>
        $"{(commit.OfNode is { } node ? $"graph:{node.Seq} {node.Type} {node.EntityId} {node.Old}->{node.New}" : $"{commit.OfAgent!.Seq} {commit.OfAgent.Type} {commit.Id}")} at {TimeSpan.FromTicks(commit.At).TotalSeconds:F3}";
}

using Registry.Core.Agents;
using Registry.Core.Lifecycles;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>What was acknowledged is in the log, between request and answer; what was refused changed nothing, and the refusal was right at a moment between.</summary>
internal static class GraphAnswers
{
    public static IEnumerable<string> Check(IReadOnlyList<GraphOperation> history, GraphTimeline timeline)
    {
        var made = timeline.Commits.ToLookup(static commit => commit.Correlation ?? "", StringComparer.Ordinal);
        foreach (var operation in history)
        {
            var commits = made[operation.Correlation].ToList();
            if ((operation.Answered is null ? "never answered" : Fault(operation, commits, timeline)) is { } fault)
            {
                yield return $"{operation}: {fault}";
            }
        }
    }

    private static string? Fault(GraphOperation operation, List<GraphCommit> commits, GraphTimeline timeline)
    {
        var (from, to) = (operation.Invoked, operation.Answered!.Value);
        if (operation.IsOk && operation.Changed && !commits.Exists(commit => commit.At >= from && commit.At <= to))
        {
            return "acknowledged, but not in the log between request and answer";
        }

        if (operation.IsOk && !operation.Changed)
        {
            return Unchanged(operation, commits, timeline, from, to);
        }

        if (!operation.IsCertainlyRefused || operation.Kind == GraphOperationKind.Register)
        {
            return null;
        }

        var graph = operation.Refusal!.Graph;
        if (operation.Kind == GraphOperationKind.Cascade)
        {
            return Cascade(operation, commits, timeline, graph);
        }

        if (commits.Count > 0)
        {
            return "refused, but it is in the log";
        }

        return IsRight(operation) is not { } right || timeline.Held(from, to, right) || IsExcused(operation, timeline)
            ? null
            : $"refused ({Lists(graph)}), which was right at no moment";
    }

    private static string? Unchanged(GraphOperation operation, List<GraphCommit> commits, GraphTimeline timeline, long from, long to)
    {
        Func<GraphMoment, bool>? right = operation.Kind switch
        {
            GraphOperationKind.Add => moment => moment.DependenciesOf(operation.Id).Contains(operation.Other),
            GraphOperationKind.Remove => moment => moment.Agents.ContainsKey(operation.Id) && !moment.DependenciesOf(operation.Id).Contains(operation.Other),
            GraphOperationKind.Activate or GraphOperationKind.Cascade => moment => moment.LifecycleOf(operation.Id) == Lifecycle.Active,
            GraphOperationKind.Deactivate or GraphOperationKind.Force => moment => moment.LifecycleOf(operation.Id) == Lifecycle.Inactive,
            GraphOperationKind.Clear => moment => moment.LifecycleOf(operation.Id) is not (null or Lifecycle.Error),
            GraphOperationKind.Unregister => moment => !moment.Agents.ContainsKey(operation.Id),
            _ => null,
        };
        if (commits.Count > 0)
        {
            // The answer to clearing errors does not say whether it changed something.
            return operation.Kind == GraphOperationKind.Clear ? null : "answered as no change, but it is in the log";
        }

        return right is null || timeline.Held(from, to, right) || timeline.Churned([operation.Id, operation.Other], from, to)
            ? null
            : "answered as so already, which it was at no moment";
    }

    private static string? Cascade(GraphOperation operation, List<GraphCommit> commits, GraphTimeline timeline, GraphRefusal? graph)
    {
        var changed = commits.Select(static commit => commit.Id).ToList();
        var unknown = graph?.Unknown ?? [];
        if (!changed.Except(unknown).SequenceEqual(graph?.Done ?? []))
        {
            return $"it says that it changed {string.Join(",", graph?.Done ?? [])}, and changed {string.Join(",", changed)}";
        }

        return graph is { Dependencies: { } faults, Done: null } && operation.Refusal!.AgentId == operation.Id
            && !timeline.Held(operation.Invoked, operation.Answered!.Value, moment => faults.All(fault => moment.FaultsOf([fault.Id]).Contains(fault)))
            && !IsExcused(operation, timeline)
                ? $"refused ({Lists(graph)}), which was right at no moment"
                : null;
    }

    /// <summary>When a refusal is right; null: it says nothing of agents.</summary>
    private static Func<GraphMoment, bool>? IsRight(GraphOperation operation)
    {
        var (id, other) = (operation.Id, operation.Other);
        var graph = operation.Refusal!.Graph;
        return operation.Refusal.Code switch
        {
            RefusalCode.NotFound => moment => !moment.Agents.ContainsKey(id),
            RefusalCode.DependencyCycle => moment => moment.Reaches(other, id),
            RefusalCode.DependenciesNotActive when operation.Kind == GraphOperationKind.Add => moment =>
                moment.LifecycleOf(id) == Lifecycle.Active && moment.FaultsOf([other]).SequenceEqual(graph!.Dependencies!),
            RefusalCode.DependenciesNotActive => moment => moment.FaultsOf(moment.DependenciesOf(id)).SequenceEqual(graph!.Dependencies!),
            RefusalCode.HasActiveDependents => moment =>
                graph!.Dependents!.ToHashSet(StringComparer.Ordinal) is var named
                && named.IsSupersetOf(moment.ActiveDependentsOf(id))
                && named.IsSubsetOf(moment.ActiveDependentsOf(id).Concat(moment.PendingDependentsOf(id))),
            RefusalCode.Conflict when operation.Refusal.Detail == Refusals.BeingRegistered(id).Detail => moment =>
                moment.Nodes.TryGetValue(id, out var node) && node.IsPending && moment.Agents.GetValueOrDefault(id)?.MutationId != node.MutationId,
            RefusalCode.Conflict => moment => moment.LifecycleOf(id) is { } lifecycle && LifecycleMachine.After(
                lifecycle, operation.Kind is GraphOperationKind.Activate ? LifecycleStep.Activate : LifecycleStep.Deactivate, everActive: true) is null,
            RefusalCode.StorageUnavailable or RefusalCode.OutcomeUnknown or RefusalCode.RateLimited => null,
            _ => _ => false,
        };
    }

    /// <summary>Shard and graph are two logs: where a registration began or ended meanwhile, they may have been seen one before and one after it.</summary>
    private static bool IsExcused(GraphOperation operation, GraphTimeline timeline)
    {
        var (from, to) = (operation.Invoked, operation.Answered!.Value);
        var graph = operation.Refusal!.Graph;
        IEnumerable<string> concerned = [operation.Id, operation.Other, .. graph?.Dependents ?? [], .. (graph?.Dependencies ?? []).Select(static fault => fault.Id)];
        if (operation.Refusal.Code == RefusalCode.DependenciesNotActive)
        {
            // One that was seen before its registration ended is not named.
            concerned = concerned.Concat(timeline.DependenciesOf(operation.Id, from, to));
        }

        return timeline.Churned(concerned, from, to);
    }

    private static string Lists(GraphRefusal? graph) =>
        string.Join(", ", (graph?.Dependencies ?? []).Select(static fault => fault.Text).Concat(graph?.Dependents ?? []));
}

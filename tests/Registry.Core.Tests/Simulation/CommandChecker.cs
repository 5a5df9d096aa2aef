using Registry.Core.Agents;

namespace Registry.Core.Tests.Simulation;

/// <summary>
/// Commands on one agent are serializable: what was acknowledged is in the log once, between its request and its answer; a refusal was right at some
/// moment between the two, and changed nothing; what has no certain outcome happened at most once; no change undoes another's.
/// </summary>
internal static class CommandChecker
{
    public static IEnumerable<string> Check(History history, RunLog log)
    {
        var registrations = log.Changes.Where(change => change.IsRegistration).ToLookup(change => change.MutationId, StringComparer.Ordinal);
        var writes = log.Changes.SelectMany(change => Markers.NewIn(change).Select(marker => (marker, change))).ToLookup(pair => pair.marker, pair => pair.change);
        foreach (var operation in history.Operations)
        {
            var fault = operation.IsOk ? CheckSuccess(operation, log.Of(operation.AgentId), registrations, writes)
                : operation.Refusal is not null ? CheckRefusal(operation, log.Of(operation.AgentId))
                : null;
            if (fault is not null)
            {
                yield return $"{operation}: {fault}";
            }
        }

        foreach (var same in history.Operations.GroupBy(operation => operation.Marker, StringComparer.Ordinal))
        {
            var written = writes[same.Key].Count();
            if (written > same.Count(operation => operation.Refusal is null || operation.IsRefused(RefusalCode.OutcomeUnknown)))
            {
                yield return $"{string.Join(", ", same)}: in the log {written} times: {string.Join(", ", writes[same.Key])}";
            }
        }

        foreach (var fault in Removals.Check(history, log).Concat(LostUpdates.Check(log)))
        {
            yield return fault;
        }
    }

    private static string? CheckSuccess(Operation operation, AgentTimeline timeline, ILookup<string, LogChange> registrations, ILookup<string, LogChange> writes)
    {
        var (from, to) = (operation.Invoked, operation.Answered!.Value);
        switch (operation.Kind)
        {
            case OperationKind.Register or OperationKind.Put when operation.Flag:
                // The same request asked again is answered with what the first one made, while that is there.
                var rows = registrations[operation.Agent!.MutationId].ToList();
                return rows is [var row] && row.AgentId == operation.Agent.Id && row.After!.Registration.Name == operation.Marker && row.At <= to
                    && (row.At >= from || (operation.IdempotencyKey is not null && timeline.Held(from, to, agent => agent?.MutationId == operation.Agent.MutationId)))
                    ? null
                    : $"acknowledged as created, but its registration is [{string.Join(", ", rows)}]";
            case OperationKind.Put or OperationKind.Patch:
                var changes = writes[operation.Marker].ToList();
                return changes is [var change] && change.At >= from && change.At <= to && change.Seq == operation.Agent!.Revision
                    ? Conditions.Refuse(operation.Precondition, change.Before) ? "the change was made although its condition did not hold" : null
                    : "acknowledged, but its change is not in the log between request and answer";
            case OperationKind.Heartbeat:
                return timeline.Held(from, to, agent => agent is { LapseMark: 0 } && Reports(agent, operation) && HasMarker(agent, operation))
                    ? null
                    : "acknowledged, but there was no moment with the agent reachable and as reported";
            case OperationKind.SetStatus:
                return timeline.Held(from, to, agent => agent is not null && Reports(agent, operation)) ? null : "acknowledged, but the status was never so";
            case OperationKind.Unregister when !operation.Flag:
                return timeline.Held(from, to, agent => agent is null) ? null : "answered as absent, but it was there all the time";
            default:
                return null;
        }
    }

    private static string? CheckRefusal(Operation operation, AgentTimeline timeline)
    {
        Func<Agent?, bool>? right = operation.Refusal!.Code switch
        {
            RefusalCode.NotFound => agent => agent is null,
            RefusalCode.AlreadyRegistered => agent => agent is not null,
            RefusalCode.PreconditionFailed => agent => Conditions.Refuse(operation.Precondition, agent),
            RefusalCode.Forbidden => agent => agent is not null && !operation.Caller.MayChange(agent),
            RefusalCode.StorageUnavailable or RefusalCode.OutcomeUnknown or RefusalCode.RateLimited => null,
            _ => _ => false,
        };
        return right is null || timeline.Held(operation.Invoked, operation.Answered!.Value, right)
            ? null
            : $"refused as {operation.Refusal.Code} ({operation.Refusal.Detail}), which was right at no moment";
    }

    private static bool Reports(Agent agent, Operation operation) =>
        operation.Status is null || agent.Reported == operation.Status;

    private static bool HasMarker(Agent agent, Operation operation) =>
        !operation.Marks || Markers.Of(agent).Contains(operation.Marker);
}

using Registry.Core.Sharding;

namespace Registry.Core.Tests.Simulation;

/// <summary>Every removal that was acknowledged is one of the log's, each its own; the log has none that nobody asked for.</summary>
internal static class Removals
{
    public static IEnumerable<string> Check(History history, RunLog log)
    {
        var asked = history.Operations
            .Where(operation => operation.Kind == OperationKind.Unregister)
            .ToLookup(operation => operation.AgentId, StringComparer.Ordinal);
        foreach (var (id, timeline) in log.Timelines)
        {
            var free = timeline.Changes.Where(change => change.Type == ChangeTypes.Unregistered).ToList();

            // Earliest answer first: if the intervals can be matched at all, this order matches them.
            foreach (var operation in asked[id].Where(operation => operation is { IsOk: true, Flag: true }).OrderBy(operation => operation.Answered))
            {
                var own = free.FirstOrDefault(change => change.At >= operation.Invoked && change.At <= operation.Answered && change.Actor == operation.Caller.Name);
                if (own is null)
                {
                    yield return $"{operation}: acknowledged as removed, but no removal of its own is in the log";
                }
                else
                {
                    free.Remove(own);
                }
            }

            foreach (var change in free)
            {
                var possible = asked[id].Any(operation =>
                    (operation.IsLost || operation.Answered is null || operation.IsRefused(RefusalCode.OutcomeUnknown)) && operation.Invoked <= change.At);
                if (!possible)
                {
                    yield return $"{change}: nobody asked for this removal";
                }
            }
        }
    }
}

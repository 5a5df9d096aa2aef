using Registry.Core.Agents;
using Registry.Core.Discovery;

namespace Registry.Core.Tests.Simulation;

/// <summary>
/// What a read answers was so at some moment: after the request for the latest, at most its <c>Age</c> before it for a bounded one.
/// An agent that was not found was absent at such a moment.
/// </summary>
internal static class ReadChecker
{
    // Ages are whole milliseconds by a clock that may drift.
    private const long AgeSlack = 10 * TimeSpan.TicksPerMillisecond;

    public static IEnumerable<string> Check(History history, RunLog log, bool agesAreTrue)
    {
        foreach (var operation in history.Operations.Where(operation => operation.IsOk || operation.IsRefused(RefusalCode.NotFound)))
        {
            var fault = operation.Kind switch
            {
                OperationKind.Get when operation.Freshness == Freshness.Latest || operation.Refusal is not null || agesAreTrue => CheckOne(operation, log),
                OperationKind.Discover when operation.Freshness == Freshness.Latest || agesAreTrue => CheckList(operation, log),
                _ => null,
            };
            if (fault is not null)
            {
                yield return $"{operation}: {fault}";
            }
        }
    }

    /// <summary>While storage works no read is older than it may be.</summary>
    public static IEnumerable<string> CheckAges(History history, long from, TimeSpan most) =>
        history.Operations
            .Where(operation => operation.IsOk && operation.Invoked > from && operation.AgeMs > most.TotalMilliseconds)
            .Select(operation => $"{operation}: what it read was {operation.AgeMs} ms old");

    private static string? CheckOne(Operation operation, RunLog log)
    {
        var timeline = log.Of(operation.AgentId);

        // A would-be 404 waits for a read of its own, so it is as fresh as the latest.
        return operation.Refusal is not null
            ? timeline.Held(operation.Invoked, operation.Answered!.Value, agent => agent is null) ? null : "not found, but it was there all the time"
            : timeline.Held(From(operation), operation.Answered!.Value, agent => Same(agent, operation.Agent!)) ? null
            : $"found as it was not (age {operation.AgeMs} ms)";
    }

    private static string? CheckList(Operation operation, RunLog log)
    {
        var (from, to) = (From(operation), operation.Answered!.Value);
        var listed = operation.Views.ToDictionary(view => view.Agent.Id, view => view.Agent, StringComparer.Ordinal);
        if (listed.Keys.FirstOrDefault(id => log.Of(id).Changes.Count == 0) is { } unknown)
        {
            return $"listed {unknown}, which never was";
        }

        foreach (var (id, timeline) in log.Timelines)
        {
            var agent = listed.GetValueOrDefault(id);
            if (!timeline.Held(from, to, state => agent is null ? state is null : Same(state, agent)))
            {
                var how = agent is null ? "is missing" : $"is listed as revision {agent.Revision}, which it was not";
                return $"{id} {how} (age {operation.AgeMs} ms)";
            }
        }

        return null;
    }

    private static long From(Operation operation) => operation.Freshness == Freshness.Latest
        ? operation.Invoked
        : operation.Invoked - (operation.AgeMs * TimeSpan.TicksPerMillisecond) - AgeSlack;

    private static bool Same(Agent? state, Agent answered) =>
        state is not null
        && (state.Revision, state.Epoch, state.Slot, state.LapseMark) == (answered.Revision, answered.Epoch, answered.Slot, answered.LapseMark);
}

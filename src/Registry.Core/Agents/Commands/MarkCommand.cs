using Registry.Core.Health.Sweeping;
using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>The sweep's first commit: the lease lapsed. The result says whether the mark was made.</summary>
/// <param name="id">The agent.</param>
/// <param name="epoch">Its registration as judged.</param>
/// <param name="lastHeard">What the vectors say, as read.</param>
/// <param name="judgement">When that read began, and the outages until then.</param>
/// <param name="sendBy">Monotonic timestamp after which the judgement is too old.</param>
internal sealed class MarkCommand(string id, long epoch, long lastHeard, Judgement judgement, long sendBy) : ICommand<Agent, AgentOverlay, bool>
{
    public Decision<Agent, bool> Decide(AgentOverlay view, DecisionContext context)
    {
        if (context.Monotonic > sendBy
            || view.Find(id) is not { LapseMark: 0 } current
            || current.Epoch != epoch
            || !judgement.HasLapsed(current, lastHeard))
        {
            return Decision<Agent, bool>.Unchanged(false);
        }

        var change = AgentChanges.By(Caller.Registry, view, context, ChangeTypes.Updated, current with { LapseMark = view.NextSeq });
        change = change.After!.Status == current.Status ? change : change.WithStatus(current.Status, "no heartbeat");
        return Decision<Agent, bool>.Changed(true, change);
    }
}

using Registry.Core.Health.Sweeping;
using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>The sweep's second commit: the registration ends, if the mark that it was judged under is still the one that stands.</summary>
internal sealed class ExpireCommand(string id, long mark, long lastHeard, Judgement judgement, bool anyMark) : ICommand<Agent, AgentOverlay, bool>
{
    public Decision<Agent, bool> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current || (current.LapseMark != mark && !anyMark) || !judgement.HasExpired(current, lastHeard))
        {
            return Decision<Agent, bool>.Unchanged(false);
        }

        var change = AgentChanges.End(Caller.Registry, view, context, ChangeTypes.Expired, id) with
        {
            Old = AgentWords.Status[current.Status],
            Reason = "no heartbeat within its TTL",
        };
        return Decision<Agent, bool>.Changed(true, change);
    }
}

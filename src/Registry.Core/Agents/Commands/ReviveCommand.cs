using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>The sweep found a marked agent alive: the mark ends.</summary>
internal sealed class ReviveCommand(string id, long mark) : ICommand<Agent, AgentOverlay, bool>
{
    public Decision<Agent, bool> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current || current.LapseMark != mark)
        {
            return Decision<Agent, bool>.Unchanged(false);
        }

        var change = AgentChanges.By(Caller.Registry, view, context, ChangeTypes.Updated, current with { LapseMark = 0 });
        change = change.After!.Status == current.Status ? change : change.WithStatus(current.Status, "heard again");
        return Decision<Agent, bool>.Changed(true, change);
    }
}

using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Sharding;

namespace Registry.Core.Health.Maintenance;

/// <summary>Ends maintenance: an operator says so, or its time is over.</summary>
/// <param name="id">The agent.</param>
/// <param name="onlyIfOver">Whether it ends only if it has an end and that is past: the sweep's view of it may be old.</param>
/// <param name="caller">Who asks.</param>
internal sealed class EndMaintenanceCommand(string id, bool onlyIfOver, Caller caller) : ICommand<Agent, AgentOverlay, Agent>
{
    public Decision<Agent, Agent> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current)
        {
            return Refusal.NotFound(id);
        }

        if (!caller.MayChange(current))
        {
            return Refusals.Forbidden(caller, current);
        }

        if (current.Maintenance is not { } note || (onlyIfOver && !(note.Until <= context.Now.Lower)))
        {
            return Decision<Agent, Agent>.Unchanged(current);
        }

        if (!onlyIfOver && !view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var change = AgentChanges.By(caller, view, context, ChangeTypes.Updated, current with { Maintenance = null }) with { Counted = !onlyIfOver };
        change = change.After!.Status == current.Status ? change : change.WithStatus(current.Status, onlyIfOver ? "maintenance is over" : "maintenance ended");
        return Decision<Agent, Agent>.Changed(change.After!, change);
    }
}

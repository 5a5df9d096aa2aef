using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Sharding;

namespace Registry.Core.Health.Maintenance;

/// <summary>Begins maintenance, or says anew why and until when.</summary>
internal sealed class SetMaintenanceCommand(string id, MaintenanceNote note, Caller caller) : ICommand<Agent, AgentOverlay, Agent>
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

        if (note.Until <= context.Now.Upper)
        {
            var errors = new FieldErrors();
            errors.Add("until", "must be in the future");
            return Refusal.Invalid(errors) with { AgentId = id };
        }

        if (current.Maintenance == note)
        {
            return Decision<Agent, Agent>.Unchanged(current);
        }

        if (!view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var change = AgentChanges.By(caller, view, context, ChangeTypes.Updated, current with { Maintenance = note }) with { Counted = true };
        change = change.After!.Status == current.Status ? change : change.WithStatus(current.Status, note.Reason);
        return Decision<Agent, Agent>.Changed(change.After!, change);
    }
}

using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>Removes an agent. The result says whether it was there.</summary>
internal sealed class UnregisterCommand(string id, Precondition precondition, Caller caller) : ICommand<Agent, AgentOverlay, bool>
{
    public Decision<Agent, bool> Decide(AgentOverlay view, DecisionContext context)
    {
        var current = view.Find(id);
        if (Preconditions.Check(precondition, id, current) is { } failed)
        {
            return failed;
        }

        if (current is null)
        {
            return Decision<Agent, bool>.Unchanged(false);
        }

        return caller.MayChange(current)
            ? Decision<Agent, bool>.Changed(true, AgentChanges.End(caller, view, context, ChangeTypes.Unregistered, id))
            : Refusals.Forbidden(caller, current);
    }
}

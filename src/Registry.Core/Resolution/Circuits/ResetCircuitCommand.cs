using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution.Circuits;

/// <summary>An operator closes a circuit and forgets its counts. The result says whether there was anything to forget.</summary>
internal sealed class ResetCircuitCommand(string id, Caller caller) : ICommand<Agent, AgentOverlay, bool>
{
    public Decision<Agent, bool> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current)
        {
            return Refusal.NotFound(id);
        }

        if (!caller.MayChange(current))
        {
            return Refusals.Forbidden(caller, current);
        }

        var changes = new CircuitChanges(view, context, current);
        var reset = changes.On(new CircuitEvent(CircuitEventKind.Reset), caller);
        return Decision<Agent, bool>.Changed(reset, changes.All);
    }
}

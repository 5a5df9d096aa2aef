using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution.Circuits;

/// <summary>A trial whose deadline has passed becomes a failure. The result says whether it did.</summary>
internal sealed class SettleTrialCommand(string id) : ICommand<Agent, AgentOverlay, bool>
{
    public Decision<Agent, bool> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current)
        {
            return Decision<Agent, bool>.Unchanged(false);
        }

        var changes = new CircuitChanges(view, context, current);
        var settled = changes.On(new CircuitEvent(CircuitEventKind.Tick), Caller.Registry);
        return Decision<Agent, bool>.Changed(settled, changes.All);
    }
}

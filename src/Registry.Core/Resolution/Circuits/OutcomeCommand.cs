using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution.Circuits;

/// <summary>
/// Outcomes of one agent in the order in which they came: what follows from all of them together is one commit. Renews no lease and counts against no rate.
/// </summary>
internal sealed class OutcomeCommand(string id, IReadOnlyList<(CallOutcome Outcome, Caller Caller)> outcomes) : ICommand<Agent, AgentOverlay, OutcomeResult>
{
    public Decision<Agent, OutcomeResult> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current)
        {
            return Refusal.NotFound(id);
        }

        var changes = new CircuitChanges(view, context, current);
        foreach (var (outcome, caller) in outcomes)
        {
            changes.On(outcome.ToEvent(), caller);
        }

        return Decision<Agent, OutcomeResult>.Changed(new OutcomeResult(changes.Agent, changes.All.Count > 0), changes.All);
    }
}

using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution.Circuits;

/// <summary>Takes the one trial of a circuit. The result is the agent with it, or null: another caller was faster, or there is none to be had.</summary>
/// <param name="id">The agent.</param>
/// <param name="epoch">Its registration as it was chosen.</param>
/// <param name="caller">Who gets the trial.</param>
/// <param name="anyTrial">Also one that another took: see <see cref="Safeguard.OneTrial"/>.</param>
internal sealed class TrialCommand(string id, long epoch, Caller caller, bool anyTrial = false) : ICommand<Agent, AgentOverlay, Agent?>
{
    public Decision<Agent, Agent?> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current || current.Epoch != epoch)
        {
            return Decision<Agent, Agent?>.Unchanged(null);
        }

        var changes = new CircuitChanges(view, context, current);
        changes.On(new CircuitEvent(CircuitEventKind.TrialWanted) { TrialId = context.MutationId }, caller);
        var taken = changes.Agent.Circuit.Trial is { } trial && (trial.Id == context.MutationId || anyTrial) ? changes.Agent : null;
        return Decision<Agent, Agent?>.Changed(taken, changes.All);
    }
}

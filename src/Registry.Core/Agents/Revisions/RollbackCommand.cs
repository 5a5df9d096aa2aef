using Registry.Core.Agents.Commands;
using Registry.Core.Sharding;

namespace Registry.Core.Agents.Revisions;

/// <summary>
/// Registers again what an agent was registered as. Only what its owner registers goes back; identity, slot, epoch, times, owner,
/// lifecycle, what it reported and its secrets stay.
/// </summary>
/// <param name="target">The agent as it was.</param>
/// <param name="revision">As asked for.</param>
/// <param name="precondition">Of the request.</param>
/// <param name="caller">Who asks.</param>
internal sealed class RollbackCommand(Agent target, long revision, Precondition precondition, Caller caller) : ICommand<Agent, AgentOverlay, Agent>
{
    public static Refusal Unknown(string id, long revision) =>
        new(RefusalCode.NotFound, $"Agent '{id}' has no revision {revision} to go back to: its versions are at /agents/{id}/versions.") { AgentId = id };

    public Decision<Agent, Agent> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(target.Id) is not { } current)
        {
            return Refusal.NotFound(target.Id);
        }

        if (Preconditions.Check(precondition, current.Id, current) is { } failed)
        {
            return failed;
        }

        if (ReplaceRules.Check(current, caller, view, context) is { } refusal)
        {
            return refusal;
        }

        if (current.Epoch != target.Epoch)
        {
            return Unknown(current.Id, revision);
        }

        var replaced = current with { Registration = target.Registration with { Lifecycle = current.Registration.Lifecycle } };
        return ReplaceRules.Replace(current, replaced, null, caller, view, context, $"rolled back to revision {revision}");
    }
}

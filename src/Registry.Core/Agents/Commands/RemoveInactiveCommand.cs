using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>An operator's cleanup: the registration ends if its owner has issued nothing since it was judged. The result says whether it ended.</summary>
/// <param name="id">The agent.</param>
/// <param name="epoch">Its registration as judged.</param>
/// <param name="seenBefore">Unix milliseconds: one that its owner touched later is not inactive.</param>
/// <param name="caller">Who cleans up.</param>
internal sealed class RemoveInactiveCommand(string id, long epoch, long seenBefore, Caller caller) : ICommand<Agent, AgentOverlay, bool>
{
    /// <summary>Whether silence can mean that it is not in use: it has a lease, or is not active.</summary>
    public static bool MayRemove(Agent agent) => agent.Registration.TtlMs is not null || agent.Lifecycle != Lifecycle.Active;

    public Decision<Agent, bool> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current || current.Epoch != epoch || current.Seen >= seenBefore || !MayRemove(current))
        {
            return Decision<Agent, bool>.Unchanged(false);
        }

        var change = AgentChanges.End(caller, view, context, ChangeTypes.Unregistered, id) with
        {
            Old = AgentWords.Status[current.Status],
            Reason = "inactive",
        };
        return Decision<Agent, bool>.Changed(true, change);
    }
}

using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Sharding;

namespace Registry.Core.Trust;

/// <summary>The sweep found that trust does not hold any more, or holds again. The result says whether that was news.</summary>
/// <param name="id">The agent.</param>
/// <param name="seq">What was judged: of another token it says nothing.</param>
/// <param name="capabilities">What was judged: of others it says nothing, either.</param>
/// <param name="fault">What was found.</param>
internal sealed class MarkTrustCommand(string id, long seq, IReadOnlyList<Capability> capabilities, TrustFault? fault) : ICommand<Agent, AgentOverlay, bool>
{
    public Decision<Agent, bool> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { Trust: { } trust } current
            || trust.Seq != seq
            || trust.Fault == fault
            || !ReferenceEquals(current.Registration.Capabilities, capabilities))
        {
            return Decision<Agent, bool>.Unchanged(false);
        }

        var after = current with { Trust = trust with { Fault = fault } };
        var change = AgentChanges.By(Caller.Registry, view, context, ChangeTypes.Updated, after);
        var reason = fault is null ? "trust holds again" : $"trust: {fault}";
        change = change.After!.Status == current.Status ? change with { Reason = reason } : change.WithStatus(current.Status, reason);
        return Decision<Agent, bool>.Changed(true, change);
    }
}

using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Sharding;

namespace Registry.Core.Health.Probing;

/// <summary>The probes changed their mind. The result says whether that is news.</summary>
/// <param name="id">The agent.</param>
/// <param name="epoch">Its registration as probed.</param>
/// <param name="verdict">Unknown, Healthy, Degraded, Unhealthy or Maintenance.</param>
/// <param name="reason">For the event.</param>
internal sealed class ProbeVerdictCommand(string id, long epoch, HealthStatus verdict, string reason) : ICommand<Agent, AgentOverlay, bool>
{
    public Decision<Agent, bool> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current || current.Epoch != epoch || current.ProbeStatus == verdict || !current.IsProbed)
        {
            return Decision<Agent, bool>.Unchanged(false);
        }

        var change = AgentChanges.By(Caller.Registry, view, context, ChangeTypes.Updated, current with { ProbeStatus = verdict });
        change = change.After!.Status == current.Status ? change : change.WithStatus(current.Status, reason);

        // The probes' thresholds were passed: single failures never come here.
        var changes = new CircuitChanges(view, context, current);
        changes.Add(change);
        if (verdict == HealthStatus.Unhealthy)
        {
            changes.On(new CircuitEvent(CircuitEventKind.ProbesFailed), Caller.Registry);
        }

        return Decision<Agent, bool>.Changed(true, changes.All);
    }
}

using Registry.Core.Agents.Merging;
using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>What a heartbeat changes besides time: revives an unreachable agent, sets what it reports, merges its metadata.</summary>
internal sealed class RenewCommand(string id, long epoch, HeartbeatRequest request, Caller caller) : ICommand<Agent, AgentOverlay, RenewResult>
{
    /// <summary>Whether a heartbeat needs this command at all.</summary>
    public static bool IsNeeded(Agent agent, HeartbeatRequest request) =>
        agent.LapseMark != 0
        || (request.Status is { } status && status != agent.Reported)
        || (request.Metadata is { } patch && Changes(agent, patch));

    public Decision<Agent, RenewResult> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current)
        {
            return Refusal.NotFound(id);
        }

        if (current.Epoch != epoch)
        {
            return Decision<Agent, RenewResult>.Unchanged(new RenewResult(current, OtherEpoch: true));
        }

        if (!caller.MayChange(current))
        {
            return Refusals.Forbidden(caller, current);
        }

        var errors = new FieldErrors();
        var merged = request.Metadata is { } patch ? MetadataMerge.Apply(current, patch, errors) : current;
        if (!errors.IsEmpty)
        {
            return Refusal.Invalid(errors) with { AgentId = id };
        }

        var reported = request.Status ?? current.Reported;
        var asked = reported != current.Reported || !ReferenceEquals(merged, current);
        if (!asked && current.LapseMark == 0)
        {
            return Decision<Agent, RenewResult>.Unchanged(new RenewResult(current, OtherEpoch: false));
        }

        // A revival is never refused for its rate: the agent would stay unreachable although it renews.
        if (current.LapseMark == 0 && !view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var after = merged with
        {
            Reported = reported,
            LapseMark = 0,
            Seen = Math.Max(current.Seen, context.Now.Upper),
        };
        var change = AgentChanges.By(caller, view, context, ChangeTypes.Updated, after) with { Counted = asked };
        change = change.After!.Status == current.Status ? change : change.WithStatus(current.Status, current.LapseMark == 0 ? "heartbeat" : "heartbeat after a lapse");
        return Decision<Agent, RenewResult>.Changed(new RenewResult(change.After!, OtherEpoch: false), change);
    }

    private static bool Changes(Agent agent, RawJson patch)
    {
        var errors = new FieldErrors();
        return !ReferenceEquals(MetadataMerge.Apply(agent, patch, errors), agent) || !errors.IsEmpty;
    }
}

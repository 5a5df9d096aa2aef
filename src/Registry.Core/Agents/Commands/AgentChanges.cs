using Registry.Core.Health;
using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>Builds the changes that commands decide on: the revision, the times and the author are filled in here.</summary>
internal static class AgentChanges
{
    /// <summary>A change that <paramref name="caller"/> asked for.</summary>
    public static Change<Agent> By(Caller caller, AgentOverlay view, DecisionContext context, string type, Agent after) =>
        new(view.NextSeq, type, after.Id, after with { Revision = view.NextSeq, UpdatedAt = context.Now.Upper })
        {
            Actor = caller.Name,
            CorrelationId = caller.CorrelationId,
            Time = context.Now.Upper,
            MutationId = context.MutationId,
        };

    /// <summary>The agent's end.</summary>
    public static Change<Agent> End(Caller caller, AgentOverlay view, DecisionContext context, string type, string id) =>
        new(view.NextSeq, type, id, null)
        {
            Actor = caller.Name,
            CorrelationId = caller.CorrelationId,
            Time = context.Now.Upper,
            MutationId = context.MutationId,
        };

    /// <summary>Adds what an event on a changed status says; the type becomes that of such an event.</summary>
    public static Change<Agent> WithStatus(this Change<Agent> change, HealthStatus old, string reason) =>
        change with { Type = ChangeTypes.StatusChanged, Old = AgentWords.Status[old], New = AgentWords.Status[change.After!.Status], Reason = reason };
}

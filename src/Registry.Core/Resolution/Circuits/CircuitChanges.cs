using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution.Circuits;

/// <summary>Makes changes of what a circuit breaker decided: each transition is an event, counts alone are an update of the agent.</summary>
internal sealed class CircuitChanges(AgentOverlay view, DecisionContext context, Agent agent)
{
    private readonly List<Change<Agent>> _changes = [];
    private bool _endsInCounts;

    /// <summary>The agent after all of it.</summary>
    public Agent Agent { get; private set; } = agent;

    public IReadOnlyList<Change<Agent>> All => _changes;

    /// <summary>A change that something else decided, in the same commit and before what follows.</summary>
    public void Add(Change<Agent> change)
    {
        var seq = view.NextSeq + _changes.Count;
        Agent = change.After! with { Revision = seq };
        _changes.Add(change with { Seq = seq, After = Agent });
    }

    /// <summary>Whether anything followed from it.</summary>
    public bool On(CircuitEvent happened, Caller caller)
    {
        var moves = new CircuitBreaker(Agent.Registration.CircuitBreaker).On(happened, Agent.Circuit, context.Now);
        foreach (var move in moves)
        {
            Add(move, caller);
        }

        return moves.Count > 0;
    }

    private void Add(CircuitMove move, Caller caller)
    {
        // Counts that others follow upon need no row of their own: the later one has them.
        if (_endsInCounts)
        {
            _changes.RemoveAt(_changes.Count - 1);
        }

        var change = AgentChanges.By(
            caller, view, context, move.IsTransition ? ChangeTypes.CircuitChanged : ChangeTypes.Updated, Agent with { Circuit = move.After });
        change = change with { Reason = move.Reason };
        Add(move.IsTransition
            ? change with { Old = AgentWords.Circuit[move.Before.State], New = AgentWords.Circuit[move.After.State] }
            : change);
        _endsInCounts = !move.IsTransition;
    }
}

using System.Diagnostics;

namespace Registry.Core.Sharding;

/// <summary>A command from its arrival to its answer. All members but the answer are touched under the partition's gate.</summary>
internal abstract class PendingCommand<TEntity, TView>(string mutationId, long arrival) : IPendingCommand
    where TEntity : class
    where TView : IPartitionView<TEntity>
{
    public string MutationId { get; } = mutationId;

    /// <summary>Tick of its arrival: a refusal is final only against a read sent later.</summary>
    public long Arrival { get; } = arrival;

    /// <summary>The request that it came with, when traces are wanted.</summary>
    public Activity? Origin { get; init; }

    /// <summary>It was decided without changes, and waits for proof of the state that it was decided on.</summary>
    public bool Rested { get; set; }

    /// <summary>It was sent, and what became of that is not known.</summary>
    public bool Undetermined { get; set; }

    /// <summary>The log has it.</summary>
    public bool Found { get; private set; }

    /// <summary>What it decided last: changes to commit, or none.</summary>
    public IReadOnlyList<Change<TEntity>> Changes { get; protected set; } = [];

    /// <summary>Whether its caller has been answered.</summary>
    public abstract bool IsAnswered { get; }

    public abstract void Decide(TView view, DecisionContext context);

    /// <summary>Answers with what was decided last.</summary>
    public abstract void Answer();

    public abstract void Refuse(Refusal refusal);

    public abstract void Fail(Exception exception);

    public void MarkFound() => Found = true;
}

namespace Registry.Core.Sharding;

/// <summary>What a command decided: a refusal, no change, or changes; the result is answered once they are committed.</summary>
public readonly record struct Decision<TEntity, TResult>(Refusal? Refusal, IReadOnlyList<Change<TEntity>> Changes, TResult? Result)
    where TEntity : class
{
    public static implicit operator Decision<TEntity, TResult>(Refusal refusal) => new(refusal, [], default);

    /// <summary>The same decision with another result.</summary>
    public Decision<TEntity, TOther> As<TOther>(Func<TResult, TOther> convert) =>
        new(Refusal, Changes, Refusal is null ? convert(Result!) : default);

    public static Decision<TEntity, TResult> Unchanged(TResult result) => new(null, [], result);

    public static Decision<TEntity, TResult> Changed(TResult result, params IReadOnlyList<Change<TEntity>> changes) => new(null, changes, result);
}

namespace Registry.Core.Sharding;

/// <summary>One entry of a partition's log: something that every reader must learn of.</summary>
/// <param name="Seq">Its number; the log has no gap.</param>
/// <param name="Type">One of <see cref="ChangeTypes"/>.</param>
/// <param name="EntityId">What changed.</param>
/// <param name="After">The whole entity after the change; null when it is gone.</param>
public sealed record Change<TEntity>(long Seq, string Type, string EntityId, TEntity? After)
    where TEntity : class
{
    /// <summary>Name of the key that asked for it, "registry" for jobs; null where no key is configured.</summary>
    public string? Actor { get; init; }

    /// <summary>Unix milliseconds, storage time.</summary>
    public long Time { get; init; }

    /// <summary>The command's id, by which a lost answer is found again.</summary>
    public required string MutationId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Old { get; init; }

    public string? New { get; init; }

    public string? Reason { get; init; }

    /// <summary>Whether it counts against the entity's rate of changes.</summary>
    public bool Counted { get; init; }

    /// <summary>For the entity's write-only column: null leaves it, empty clears it. Only its author has it; it is in no log row.</summary>
    public string? Secrets { get; init; }

    /// <summary>What the owner had registered before, kept as a revision row; null when the change replaces nothing. Only its author has it.</summary>
    public TEntity? Replaced { get; init; }
}

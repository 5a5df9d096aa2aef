namespace Registry.Core.Lifecycles;

/// <summary>Which other agents a refusal is about. Null: it says nothing of that.</summary>
public sealed record GraphRefusal
{
    /// <summary>Dependencies that are not active.</summary>
    public IReadOnlyList<DependencyFault>? Dependencies { get; init; }

    /// <summary>Active agents that depend on the one that is meant.</summary>
    public IReadOnlyList<string>? Dependents { get; init; }

    /// <summary>Of a cascade that failed half way: what was changed, in order.</summary>
    public IReadOnlyList<string>? Done { get; init; }

    /// <summary>What was not changed.</summary>
    public IReadOnlyList<string>? NotDone { get; init; }

    /// <summary>Of which storage did not say in time whether it was.</summary>
    public IReadOnlyList<string>? Unknown { get; init; }
}

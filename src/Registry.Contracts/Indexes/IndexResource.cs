namespace Registry.Contracts.Indexes;

/// <summary>An index, asked by <c>index.{name}=…</c>.</summary>
public sealed record IndexResource
{
    public required string Name { get; init; }

    /// <summary>Where its values lie.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is always there.</summary>
    public required bool BuiltIn { get; init; }
}

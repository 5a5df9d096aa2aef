namespace Registry.Contracts.Agents;

/// <summary>Who owns an agent from now on.</summary>
public sealed record OwnerChange
{
    /// <summary>Name of a key: 1 to 64 letters, digits, <c>. _ -</c>.</summary>
    public required string Owner { get; init; }
}

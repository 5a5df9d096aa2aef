namespace Registry.Contracts.Hooks;

/// <summary>The hooks for all agents and for types.</summary>
public sealed record HookList
{
    /// <summary>The oldest first.</summary>
    public required IReadOnlyList<HookResource> Hooks { get; init; }

    public required int Count { get; init; }
}

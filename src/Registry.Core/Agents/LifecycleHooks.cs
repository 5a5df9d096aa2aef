namespace Registry.Core.Agents;

/// <summary>URLs called around activation and deactivation of one agent.</summary>
public sealed record LifecycleHooks
{
    public string? PreActivation { get; init; }

    public string? PostActivation { get; init; }

    public string? PreDeactivation { get; init; }

    public string? PostDeactivation { get; init; }
}

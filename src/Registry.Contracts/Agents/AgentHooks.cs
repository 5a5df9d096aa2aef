namespace Registry.Contracts.Agents;

/// <summary>Absolute http(s) URLs called around activation and deactivation.</summary>
public sealed record AgentHooks
{
    public string? PreActivation { get; init; }

    public string? PostActivation { get; init; }

    public string? PreDeactivation { get; init; }

    public string? PostDeactivation { get; init; }
}

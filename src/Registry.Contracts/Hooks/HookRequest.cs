namespace Registry.Contracts.Hooks;

/// <summary>A hook for all agents, or those of a type.</summary>
public sealed record HookRequest
{
    /// <summary><c>pre_activation</c>, <c>post_activation</c>, <c>pre_deactivation</c> or <c>post_deactivation</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>Absolute http or https URL, at most 2,048 characters. It is sent <c>{hook, agent_id, agent}</c>.</summary>
    public required string Url { get; init; }

    /// <summary>For agents of this type only, compared without case; absent for all.</summary>
    public string? AgentType { get; init; }
}

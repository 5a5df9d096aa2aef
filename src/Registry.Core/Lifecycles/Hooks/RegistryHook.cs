namespace Registry.Core.Lifecycles.Hooks;

/// <summary>A hook for all agents, or those of a type.</summary>
/// <param name="Id">Given by the registry.</param>
/// <param name="Point">When it is called.</param>
/// <param name="Url">What is called; may hold secrets.</param>
/// <param name="AgentType">For agents of this type only, compared without case; null for all.</param>
/// <param name="CreatedAt">Unix milliseconds, storage time.</param>
public sealed record RegistryHook(string Id, HookPoint Point, string Url, string? AgentType, long CreatedAt)
{
    /// <summary>The URL with its secrets masked, as callers see it.</summary>
    public string ShownUrl { get; init; } = Url;

    internal bool IsFor(HookPoint point, string type) =>
        Point == point && (AgentType is null || string.Equals(AgentType, type, StringComparison.OrdinalIgnoreCase));
}

using System.Text.Json.Serialization;

namespace Registry.Contracts.Hooks;

/// <summary>A hook for all agents, or those of a type.</summary>
public sealed record HookResource
{
    public required string Id { get; init; }

    /// <summary><c>pre_activation</c>, <c>post_activation</c>, <c>pre_deactivation</c> or <c>post_deactivation</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>Values of secret parameters are masked.</summary>
    public required string Url { get; init; }

    /// <summary>For agents of this type only; absent for all.</summary>
    public string? AgentType { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset CreatedAt { get; init; }
}

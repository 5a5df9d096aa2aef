using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Contracts.Agents;

/// <summary>Something an agent can do: on the wire a bare name, or an object.</summary>
/// <param name="Name">1–128 characters without comma, <c>@</c> or control character. Matched exactly.</param>
[JsonConverter(typeof(AgentCapabilityConverter))]
public sealed record AgentCapability(string Name)
{
    /// <summary>What version ranges (<c>name@^1.2</c>) are matched against.</summary>
    public string? Version { get; init; }

    public string? Description { get; init; }

    /// <summary>Any JSON: a schema, a list, a sentence.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Any JSON.</summary>
    public JsonElement? Outputs { get; init; }
}

using System.Text.Json;

namespace Registry.Contracts.Services;

/// <summary>Something a service can do.</summary>
public sealed record ServiceCapability
{
    /// <summary>1–128 characters without comma, <c>@</c> or control character. Matched exactly.</summary>
    public required string Name { get; init; }

    /// <summary>What version ranges (<c>name@^1.2</c>) are matched against; answered empty where none was given.</summary>
    public string? Version { get; init; }

    /// <summary>Its input schema.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Its output schema.</summary>
    public JsonElement? Outputs { get; init; }

    public string? Description { get; init; }
}

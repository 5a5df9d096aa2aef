using Registry.Contracts.Agents;

namespace Registry.Contracts.Resolution;

/// <summary>Who provides what.</summary>
public sealed record ProviderDirectory
{
    /// <summary>Handler → type → those that serve this handler alone.</summary>
    public required IReadOnlyDictionary<string, Dictionary<string, IReadOnlyList<AgentResource>>> Handlers { get; init; }

    /// <summary>Type → those that serve every handler.</summary>
    public required IReadOnlyDictionary<string, List<AgentResource>> GlobalServices { get; init; }

    /// <summary>Id → circuit.</summary>
    public required IReadOnlyDictionary<string, AgentCircuit> CircuitBreakerStats { get; init; }
}

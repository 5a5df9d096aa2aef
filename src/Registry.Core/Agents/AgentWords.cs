using Registry.Core.Health;
using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Agents;

/// <summary>The words of the wire and of stored documents.</summary>
public static class AgentWords
{
    public const int NormalPriority = 2;

    /// <summary>The worst priority (fallback); 0 is the best.</summary>
    public const int MaxPriority = 9;

    private static readonly string?[] Priorities = ["critical", "high", "normal", "low", null, null, null, null, null, "fallback"];

    public static WordTable<AgentKind> Kind { get; } = new("agent", "service", "component", "system", "provider");

    /// <summary>All of them, <c>unreachable</c> included, which only the registry says.</summary>
    public static WordTable<HealthStatus> Status { get; } = new("unknown", "healthy", "degraded", "unhealthy", "maintenance", "unreachable");

    public static WordTable<Lifecycle> Lifecycle { get; } = new("discovered", "registered", "active", "inactive", "error");

    public static WordTable<ResolutionStrategy> Strategy { get; } = new("fallback", "round_robin", "random", "least_latency");

    public static WordTable<CircuitState> Circuit { get; } = new("closed", "open", "half_open");

    public static WordTable<HealthCheckKind> HealthCheckKind { get; } = new("none", "http", "tcp", "a2a");

    /// <summary>The word of a priority; null for one that has none (4 … 8).</summary>
    public static string? PriorityWord(int priority) => Priorities[priority];

    public static bool TryParsePriority(string? word, out int priority)
    {
        priority = word is null ? -1 : Array.IndexOf(Priorities, word);
        return priority >= 0;
    }
}

using System.Collections.Frozen;

namespace Registry.Core.Discovery;

/// <summary>The members of an agent that a sparse answer can name.</summary>
public static class AgentFields
{
    public static FrozenSet<string> Known { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "id", "name", "type", "kind", "capabilities", "capability_details", "status", "lifecycle", "tags", "metadata", "registered_at", "updated_at",
        "last_seen", "revision", "endpoint", "host", "port", "version", "description", "environment", "ttl_seconds", "health_check", "priority",
        "priority_group", "strategy", "handler", "circuit_breaker", "circuit", "dependencies", "hooks", "path", "module_name", "last_modified",
        "system_type", "owner", "trust");

    /// <summary>What would be right, for error messages.</summary>
    public static string Expected { get; } = $"Some of {string.Join(", ", Known.Order(StringComparer.Ordinal))}.";
}

using Registry.Core.Agents;

namespace Registry.Core.Lifecycles;

/// <param name="View">The agent after it.</param>
/// <param name="Changed">Every agent whose lifecycle changed, in order; empty where it was so already.</param>
public sealed record LifecycleResult(AgentView View, IReadOnlyList<string> Changed);

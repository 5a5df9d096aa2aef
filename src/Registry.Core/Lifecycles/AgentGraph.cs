using Registry.Core.Dependencies;

namespace Registry.Core.Lifecycles;

/// <summary>Lifecycle and dependencies of agents: what the partition <c>graph</c> holds.</summary>
public sealed class AgentGraph
{
    internal AgentGraph(LifecycleService lifecycle, DependencyService dependencies)
    {
        Lifecycle = lifecycle;
        Dependencies = dependencies;
    }

    public LifecycleService Lifecycle { get; }

    public DependencyService Dependencies { get; }
}

using Registry.Core.Agents;

namespace Registry.Core.Resolution;

/// <summary>What resolve asks of the dependency graph. Called on a hot path, from memory.</summary>
internal interface IDependencyHealth
{
    /// <summary>Whether nothing that the agent depends on, at any depth, is down.</summary>
    bool AreUp(Agent agent);
}

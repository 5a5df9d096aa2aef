using Registry.Core.Agents;

namespace Registry.Core.Resolution;

/// <summary>A registry without a graph: nothing depends on anything.</summary>
internal sealed class NoDependencies : IDependencyHealth
{
    public bool AreUp(Agent agent) => true;
}

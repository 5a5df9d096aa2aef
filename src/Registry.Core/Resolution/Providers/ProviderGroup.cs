using Registry.Core.Agents;

namespace Registry.Core.Resolution.Providers;

/// <summary>Providers of one priority group, best priority first, then those registered first.</summary>
internal sealed class ProviderGroup(Provider[] members)
{
    public Provider[] Members { get; } = members;

    /// <summary>That of the best-priority member.</summary>
    public ResolutionStrategy Strategy { get; } = members[0].Agent.Registration.Strategy;
}

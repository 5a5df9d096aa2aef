using Registry.Core.Discovery;

namespace Registry.Core.Resolution.Providers;

/// <summary>The providers of a type, in the order in which they are asked. Immutable but for the agents in their places.</summary>
internal sealed class ProviderList
{
    private readonly Dictionary<string, ProviderGroup[]> _tiers;

    public ProviderList(IEnumerable<Provider> providers)
    {
        _tiers = providers
            .GroupBy(static provider => AgentIndex.HandlerOf(provider.Agent.Registration)!, StringComparer.Ordinal)
            .ToDictionary(static tier => tier.Key, Groups, StringComparer.Ordinal);
        Global = _tiers.GetValueOrDefault(AgentIndex.AnyHandler) ?? [];
        OfEveryHandler = [.. Global, .. _tiers.Where(static tier => tier.Key != AgentIndex.AnyHandler).SelectMany(static tier => tier.Value)];
    }

    public static ProviderList Empty { get; } = new([]);

    /// <summary>The groups of those that serve every handler, first group first.</summary>
    public ProviderGroup[] Global { get; }

    /// <summary>The groups of those that serve this handler alone.</summary>
    public ProviderGroup[] Of(string handler) => handler == AgentIndex.AnyHandler ? [] : _tiers.GetValueOrDefault(handler) ?? [];

    /// <summary>The groups of all, those that serve every handler first.</summary>
    public ProviderGroup[] OfEveryHandler { get; }

    private static ProviderGroup[] Groups(IEnumerable<Provider> tier) =>
    [
        .. tier
            .OrderBy(static provider => provider.Agent.Registration.PriorityGroup)
            .ThenBy(static provider => provider.Agent.Registration.Priority)
            .ThenBy(static provider => provider.Agent.RegisteredAt)
            .ThenBy(static provider => provider.Agent.Id, StringComparer.Ordinal)
            .GroupBy(static provider => provider.Agent.Registration.PriorityGroup)
            .Select(static group => new ProviderGroup([.. group])),
    ];
}

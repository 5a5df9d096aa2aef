using Registry.Core.Agents;
using Registry.Core.Health;

namespace Registry.Core.Discovery;

/// <summary>Whether one agent meets a query's filters: those an index answers, and the rest.</summary>
internal static class DiscoveryMatch
{
    public static bool HasUnindexed(DiscoveryQuery query) =>
        query.Version is not null
        || query.Name is not null
        || query.Words.Count > 0
        || query.Capabilities.Any(static filter => filter.Version is not null)
        || query.AnyCapability.Any(static filter => filter.Version is not null);

    public static bool Indexed(DiscoveryQuery query, Agent agent)
    {
        var registration = agent.Registration;
        return (query.Type is null || string.Equals(query.Type, registration.Type, StringComparison.OrdinalIgnoreCase))
            && (query.Kind is null || query.Kind == registration.Kind)
            && Same(query.Environment, registration.Environment)
            && Same(query.SystemType, registration.SystemType)
            && Same(query.Handler, AgentIndex.HandlerOf(registration))
            && Same(query.Owner, agent.Owner)
            && Same(query.Path, registration.Path)
            && (query.Lifecycle is null || query.Lifecycle == agent.Lifecycle)
            && (query.Healthy is null || query.Healthy == (agent.Status == HealthStatus.Healthy))
            && (query.Statuses.Count == 0 || query.Statuses.Contains(agent.Status))
            && query.Tags.All(tag => registration.Tags.Contains(tag, StringComparer.Ordinal));
    }

    /// <summary>The filters no index answers, and capabilities whole: their versions are not indexed.</summary>
    public static bool Unindexed(DiscoveryQuery query, Agent agent)
    {
        var registration = agent.Registration;
        return (query.Version is null || query.Version.Matches(registration.Version))
            && HasAll(query.Capabilities, registration.Capabilities)
            && (query.AnyCapability.Count == 0 || HasOne(query.AnyCapability, registration.Capabilities))
            && HasWords(query.Words, registration)
            && (query.Name is null || query.Name.IsMatch(registration.Name));
    }

    private static bool HasAll(IReadOnlyList<CapabilityFilter> filters, IReadOnlyList<Capability> capabilities)
    {
        for (var i = 0; i < filters.Count; i++)
        {
            if (!filters[i].Matches(capabilities))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasOne(IReadOnlyList<CapabilityFilter> filters, IReadOnlyList<Capability> capabilities)
    {
        for (var i = 0; i < filters.Count; i++)
        {
            if (filters[i].Matches(capabilities))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasWords(IReadOnlyList<string> words, Registration registration)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!HasWord(words[i], registration))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasWord(string word, Registration registration)
    {
        if (Has(registration.Name, word) || Has(registration.Description, word))
        {
            return true;
        }

        for (var i = 0; i < registration.Capabilities.Count; i++)
        {
            if (Has(registration.Capabilities[i].Name, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(string? text, string word) => text is not null && text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool Same(string? asked, string? has) => asked is null || string.Equals(asked, has, StringComparison.Ordinal);
}

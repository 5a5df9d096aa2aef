using Registry.Core.Agents;

namespace Registry.Core.Discovery;

/// <param name="Key">What decides first.</param>
/// <param name="Descending">Whether <paramref name="Key"/> descends; ids among equals never do.</param>
public readonly record struct DiscoverySort(SortKey Key, bool Descending)
{
    internal const string Expected = "One of name, registered_at, last_seen, priority; with - in front it descends.";

    /// <summary>Reads <c>name</c>, <c>-last_seen</c> and so on.</summary>
    public static bool TryParse(string text, out DiscoverySort sort)
    {
        var descending = text.StartsWith('-');
        SortKey? key = text[(descending ? 1 : 0)..] switch
        {
            "name" => SortKey.Name,
            "registered_at" => SortKey.RegisteredAt,
            "last_seen" => SortKey.LastSeen,
            "priority" => SortKey.Priority,
            _ => null,
        };
        sort = new DiscoverySort(key ?? SortKey.Id, descending);
        return key is not null;
    }

    internal SortEntry EntryOf(Agent agent, IAgentSource source) => Key switch
    {
        SortKey.Name => new SortEntry(agent, source, agent.Registration.Name, 0),
        SortKey.RegisteredAt => new SortEntry(agent, source, "", agent.RegisteredAt),
        SortKey.LastSeen => new SortEntry(agent, source, "", source.LastSeen(agent)),
        SortKey.Priority => new SortEntry(agent, source, "", agent.Registration.Priority),
        _ => new SortEntry(agent, source, "", 0),
    };
}

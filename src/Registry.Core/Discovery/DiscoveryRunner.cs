using System.Runtime.InteropServices;
using Registry.Core.Agents;

namespace Registry.Core.Discovery;

/// <summary>Answers a query from the shards in memory: candidates from each shard's index, the other filters, the order, one page.</summary>
public static class DiscoveryRunner
{
    // A pattern over very many names takes a while; a caller that left is noticed in between.
    private const int CancellationInterval = 256;

    // The list of candidates is kept for the thread's next request up to this size (8 bytes each).
    private const int MaxKeptCapacity = 65_536;

    [ThreadStatic]
    private static List<Agent>? _spare;

    /// <summary>One page. Refusal: InvalidRequest, when the name pattern costs too much.</summary>
    /// <param name="query">As <see cref="DiscoveryQuery.Parse"/> gave it, its cursor checked.</param>
    /// <param name="shards">All of them.</param>
    /// <param name="ageMs">How old the oldest of their states is.</param>
    /// <param name="cancellationToken">Looked at every few hundred agents.</param>
    public static Outcome<DiscoveryResult> Run(
        DiscoveryQuery query, IReadOnlyList<IAgentSource> shards, long ageMs, CancellationToken cancellationToken = default)
    {
        var candidates = _spare ?? [];
        _spare = null;
        var order = new SortOrder(query.Sort.Descending);
        var total = 0;
        using var top = new TopEntries(query.Limit, order);
        foreach (var shard in shards)
        {
            shard.Collect(query, candidates);
            total += Take(query, shard, CollectionsMarshal.AsSpan(candidates), top, cancellationToken);
            candidates.Clear();
        }

        _spare = candidates.Capacity <= MaxKeptCapacity ? candidates : null;
        if (query.Name is { GaveUp: true })
        {
            var errors = new FieldErrors();
            errors.Add("name", "Matching this pattern takes too long.");
            return Refusal.Invalid(errors);
        }

        return Page(query, top.Sort(), total, top.HasMore, ageMs);
    }

    private static int Take(
        DiscoveryQuery query, IAgentSource shard, ReadOnlySpan<Agent> candidates, TopEntries top, CancellationToken cancellationToken)
    {
        var unindexed = DiscoveryMatch.HasUnindexed(query);
        var order = new SortOrder(query.Sort.Descending);
        var matching = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (i % CancellationInterval == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (unindexed && !DiscoveryMatch.Unindexed(query, candidates[i]))
            {
                continue;
            }

            matching++;
            var entry = query.Sort.EntryOf(candidates[i], shard);
            if (query.Cursor is null || order.IsAfter(entry, query.Cursor))
            {
                top.Add(entry);
            }
        }

        return matching;
    }

    private static DiscoveryResult Page(DiscoveryQuery query, ReadOnlySpan<SortEntry> entries, int total, bool hasMore, long ageMs)
    {
        var views = new AgentView[entries.Length];
        for (var i = 0; i < views.Length; i++)
        {
            var entry = entries[i];
            views[i] = new AgentView(entry.Agent, query.Sort.Key == SortKey.LastSeen ? entry.Number : entry.Source.LastSeen(entry.Agent));
        }

        return new DiscoveryResult(views, total, hasMore ? DiscoveryCursor.Of(entries[^1]).Write(query) : null, ageMs);
    }
}

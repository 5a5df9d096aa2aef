using Registry.Core.Agents;
using Registry.Core.Discovery;

namespace Registry.Core.Resolution.Circuits;

/// <summary>What operators see and do of circuits.</summary>
internal sealed class CircuitDesk(RegistryShards shards)
{
    // Resets that travel together: what they change fits into a few commits a shard.
    private const int ResetsAtOnce = 500;

    public async Task<Outcome<CircuitPage>> ListAsync(CircuitQuery query, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var all = shards.All!;
        var matching = all.SelectMany(shard => query.States.Count == 0 ? shard.Agents() : query.States.SelectMany(shard.AgentsWhere))
            .Where(agent => query.Type is null || string.Equals(query.Type, agent.Registration.Type, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static agent => agent.Id, StringComparer.Ordinal)
            .ToList();
        var page = matching.SkipWhile(agent => string.CompareOrdinal(agent.Id, query.After) <= 0).Take(query.Limit + 1).ToList();
        var hasMore = page.Count > query.Limit;
        if (hasMore)
        {
            page.RemoveAt(query.Limit);
        }

        return new CircuitPage(page, matching.Count, hasMore ? CircuitQuery.CursorAfter(page[^1].Id) : null, all.Max(static shard => shard.AgeMs));
    }

    /// <summary>Whether there was anything to reset. Refusals: NotFound, Forbidden, StorageUnavailable, OutcomeUnknown.</summary>
    public async Task<Outcome<bool>> ResetAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        await shards.OpenAsync()
            ? await shards.Of(id).Commands.ExecuteAsync(new ResetCircuitCommand(id, caller), null, cancellationToken)
            : Refusals.StorageUnavailable;

    /// <summary>How many were reset. Refusals: StorageUnavailable, OutcomeUnknown; some may have been reset then.</summary>
    public async Task<Outcome<int>> ResetAllAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!await shards.EnsureAsync(Freshness.Latest, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var count = 0;
        var touched = shards.All!.SelectMany(static shard => shard.Agents().Where(NeedsReset).Select(agent => (shard, agent.Id)));
        foreach (var chunk in touched.Chunk(ResetsAtOnce))
        {
            var resets = chunk.Select(one => one.shard.Commands.ExecuteAsync(new ResetCircuitCommand(one.Id, caller), null, cancellationToken)).ToList();
            Refusal? failed = null;
            foreach (var reset in resets)
            {
                if ((await reset).Is(out var changed, out var refusal))
                {
                    count += changed ? 1 : 0;
                }
                else if (refusal.Code != RefusalCode.NotFound)
                {
                    failed = refusal;
                }
            }

            if (failed is not null)
            {
                return failed;
            }
        }

        return count;
    }

    private static bool NeedsReset(Agent agent) => agent.Circuit.State != CircuitState.Closed || agent.Circuit.FailureCount > 0;
}

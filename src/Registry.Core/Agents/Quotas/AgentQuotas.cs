using Registry.Core.Discovery;

namespace Registry.Core.Agents.Quotas;

/// <summary>
/// How many agents a key may have. Exact on one instance, over all shards. Several instances learn of each other's registrations within
/// <c>MaxStaleness</c>: what they commit for one key in the same moment may go past its quota by that much, because a commit holds one shard
/// together and no two. A refusal is decided on the newest state of all shards.
/// </summary>
internal sealed class AgentQuotas(OwnerTally tally, RegistryShards shards)
{
    /// <summary>Runs a command that may register.</summary>
    public async Task<Outcome<T>> RunAsync<T>(
        RegisterRequest request, Caller caller, Func<RegisterRequest, Task<Outcome<T>>> run, CancellationToken cancellationToken)
    {
        if (caller.MaxAgents is not { } max || caller.Name is not { } owner)
        {
            return await run(request);
        }

        if (!await shards.EnsureAsync(Freshness.Bounded, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        using var ticket = new QuotaTicket(tally, owner, max);
        var outcome = await run(request with { Quota = ticket });
        if (!outcome.Is(out _, out var refusal) && refusal.Code == RefusalCode.QuotaExceeded)
        {
            return await shards.EnsureAsync(Freshness.Latest, cancellationToken)
                ? await run(request with { Quota = ticket })
                : Refusals.StorageUnavailable;
        }

        return outcome;
    }
}

using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Usage;

/// <summary>
/// How agents are used. Accesses are counted in memory and written as vectors, at most once per <c>UsageFlushInterval</c>, by the sweep and at
/// the end: what was not written when a process is killed is lost, nothing is ever counted twice.
/// </summary>
public sealed class RegistryUsage
{
    private static readonly TimeSpan ReadWait = TimeSpan.FromSeconds(1);

    private readonly PartitionContext _context;
    private readonly RegistryShards _shards;
    private readonly MeanTime _lookups = new();
    private readonly MeanTime _activations = new();

    internal RegistryUsage(PartitionContext context, RegistryShards shards)
    {
        _context = context;
        _shards = shards;
    }

    /// <summary>A monotonic timestamp, for <see cref="LookedUp"/>.</summary>
    public long Start() => _context.Time.GetTimestamp();

    /// <summary>Counts an access of an agent that was read.</summary>
    public static void Accessed(in AgentRead read) => read.Usage?.Accessed(read.View.Agent);

    /// <summary>Counts an access of an agent. Costs a hash of its id more than the other.</summary>
    public void Accessed(Agent agent) => _shards.Of(agent.Id).Usage.Accessed(agent);

    /// <summary>Notes how long a lookup took.</summary>
    /// <param name="started">As <see cref="Start"/> gave it.</param>
    /// <param name="waited">Whether it waited for storage.</param>
    public void LookedUp(long started, bool waited) => _lookups.Add(_context.Time.GetTimestamp() - started, waited);

    /// <summary>Notes how long an activation took, hooks included.</summary>
    /// <param name="started">As <see cref="Start"/> gave it.</param>
    public void Activated(long started) => _activations.Add(_context.Time.GetTimestamp() - started, waited: false);

    /// <summary>Makes what others counted of an agent as new as <c>VectorRefresh</c> allows, or reads it now.</summary>
    public Task EnsureAsync(Agent agent, Freshness freshness, CancellationToken cancellationToken) =>
        ReadAsync(_shards.Of(agent.Id).Usage, freshness, cancellationToken);

    /// <summary>How an agent was used, as it is known here.</summary>
    public AgentUse Of(Agent agent) => _shards.Of(agent.Id).Usage.Of(agent);

    /// <summary>How all are used, with the most used ones by name. Refusal: StorageUnavailable.</summary>
    /// <param name="limit">How many by name.</param>
    /// <param name="freshness">What others counted is as old as <c>VectorRefresh</c> allows, or read now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<UsageReport>> ReportAsync(int limit, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var (total, active, accesses) = (0, 0, 0L);
        var most = new PriorityQueue<(string Id, AgentUse Use), (string Id, AgentUse Use)>(Comparer<(string Id, AgentUse Use)>.Create(LeastUsedFirst));
        foreach (var shard in _shards.All!)
        {
            await ReadAsync(shard.Usage, freshness, cancellationToken);
            foreach (var agent in shard.Agents())
            {
                var use = shard.Usage.Of(agent);
                total++;
                active += agent.Lifecycle == Lifecycle.Active ? 1 : 0;
                accesses += use.Count;
                most.Enqueue((agent.Id, use), (agent.Id, use));
                if (most.Count > limit)
                {
                    most.Dequeue();
                }
            }
        }

        var agents = new (string Id, AgentUse Use)[most.Count];
        for (var i = agents.Length - 1; i >= 0; i--)
        {
            agents[i] = most.Dequeue();
        }

        return new UsageReport
        {
            Total = total,
            Active = active,
            Accesses = accesses,
            ActivationMs = _activations.MeanMs(_context.Time.TimestampFrequency),
            LookupMs = _lookups.MeanMs(_context.Time.TimestampFrequency),
            HitRate = _lookups.ShareAtOnce,
            Agents = agents,
            AgeMs = _shards.All!.Max(shard => shard.AgeMs),
        };
    }

    /// <summary>Makes durable what was counted, where that is due.</summary>
    internal async Task FlushIfDueAsync()
    {
        foreach (var flush in (_shards.All ?? []).Select(shard => shard.Usage.FlushIfDueAsync()).ToList())
        {
            await flush;
        }
    }

    /// <summary>Makes durable what was counted, within a limit.</summary>
    internal async Task StopAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        foreach (var flush in (_shards.All ?? []).Select(shard => shard.Usage.FlushAsync()).ToList())
        {
            await Waiting.CompletesWithinAsync(flush, limit, _context.Time, cancellationToken);
        }
    }

    /// <summary>What can't be read in time is answered as it is known.</summary>
    private async Task ReadAsync(ShardUsage usage, Freshness freshness, CancellationToken cancellationToken)
    {
        if (freshness == Freshness.Latest || usage.Reader.IsDue)
        {
            await Waiting.CompletesWithinAsync(usage.Reader.ReadAsync(), ReadWait, _context.Time, cancellationToken);
        }
    }

    private static int LeastUsedFirst((string Id, AgentUse Use) left, (string Id, AgentUse Use) right) =>
        left.Use.Count != right.Use.Count ? left.Use.Count.CompareTo(right.Use.Count) : string.CompareOrdinal(right.Id, left.Id);
}

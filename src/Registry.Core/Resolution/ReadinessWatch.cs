using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution;

/// <summary>Waits until every type has a provider that can be used. It hears of changes from the feed: storage is read as for everybody who waits there.</summary>
internal sealed class ReadinessWatch(PartitionContext context, RegistryShards shards, EventFeed feed, DependencyHealth dependencies)
{
    /// <summary>Longest that one request waits.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    // Whatever changes an agent may make it usable.
    private static readonly EventFilter Changes = new(["agent.*"], null);

    // Where storage time is not known, a circuit may be over its recovery at any moment.
    private static readonly TimeSpan BlindWait = TimeSpan.FromSeconds(1);

    public async Task<Outcome<Readiness>> WaitAsync(
        IReadOnlyList<string> types, TimeSpan wait, Freshness freshness, CancellationToken stopping, CancellationToken gone)
    {
        if (!await shards.EnsureAsync(freshness, gone))
        {
            return Refusals.StorageUnavailable;
        }

        if (wait <= TimeSpan.Zero)
        {
            return Look(types, out _);
        }

        using var following = feed.Follow();
        var started = context.Time.GetTimestamp();
        while (true)
        {
            if (!await shards.EnsureAsync(Freshness.Bounded, gone))
            {
                return Refusals.StorageUnavailable;
            }

            var position = Position();
            var readiness = Look(types, out var nextLook);
            var left = wait - context.Time.GetElapsedTime(started);
            if (readiness.IsReady || left <= TimeSpan.Zero || stopping.IsCancellationRequested)
            {
                return readiness;
            }

            if (context.Events.TryWatch(Changes, position) is { } watcher)
            {
                var end = await watcher.WaitAsync(nextLook < left ? nextLook : left, context.Time, stopping, gone);
                context.Events.Leave(watcher);
                if (end == WatchEnd.Gone)
                {
                    return readiness;
                }
            }
        }
    }

    /// <summary>
    /// How far memory is at least. The hub hears of a change just before it takes effect, under the same gate; one in the graph takes effect in the shards.
    /// </summary>
    private long[] Position()
    {
        var position = context.Events.Heads();
        shards.Graph.Read(static _ => true);
        foreach (var shard in shards.All!)
        {
            shard.Memory.Gate.Enter();
            shard.Memory.Gate.Exit();
        }

        return position;
    }

    /// <param name="types">What is needed.</param>
    /// <param name="nextLook">When time alone, without a change, may make one usable: a circuit's recovery is over then.</param>
    private Readiness Look(IReadOnlyList<string> types, out TimeSpan nextLook)
    {
        var all = shards.All!;
        var available = new List<KeyValuePair<string, string>>(types.Count);
        var missing = new List<string>();
        nextLook = TimeSpan.MaxValue;
        foreach (var name in types)
        {
            var (type, list) = context.Providers.Find(name, all);
            if (new Selection(context, dependencies, new ResolveQuery { Type = name, Peek = true }, type, list.OfEveryHandler).Choose() is { } choice)
            {
                available.Add(new(name, choice.Agent.Id));
                continue;
            }

            missing.Add(name);
            foreach (var provider in list.OfEveryHandler.SelectMany(static group => group.Members))
            {
                var wait = UntilTrial(provider.Agent);
                nextLook = wait < nextLook ? wait : nextLook;
            }
        }

        return new Readiness(available, missing, all.Max(static shard => shard.AgeMs));
    }

    private TimeSpan UntilTrial(Agent agent)
    {
        if (agent.Circuit.State == CircuitState.Closed)
        {
            return TimeSpan.MaxValue;
        }

        var from = new CircuitBreaker(agent.Registration.CircuitBreaker).TrialFrom(agent.Circuit);
        return !context.TryNow(out var now) ? BlindWait : from >= now.Lower ? TimeSpan.FromMilliseconds(from - now.Lower + 1) : TimeSpan.MaxValue;
    }
}

using System.Collections.Concurrent;
using Registry.Core.Agents;

namespace Registry.Core.Resolution.Providers;

/// <summary>The providers of every type that somebody asked for. Shards tell it what they apply, under their gates.</summary>
internal sealed class ProviderIndex
{
    // Types are free text: what is asked for beyond these is collected anew each time.
    private const int MaxTypes = 10_000;

    // A type that changes all the time is answered from what was found, without keeping it.
    private const int Attempts = 3;

    private readonly ConcurrentDictionary<string, ProviderType> _types = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How fast agents were for those who reported to this instance.</summary>
    public LatencyTable Latencies { get; } = new();

    /// <summary>A change is applied.</summary>
    public void Changed(Agent? before, Agent? after)
    {
        if (after is null && before is not null)
        {
            Latencies.Forget(before.Id);
        }

        if (_types.IsEmpty)
        {
            return;
        }

        if (after is not null && _types.TryGetValue(after.Registration.Type, out var now))
        {
            now.Changed(before, after);
        }

        if (before is not null
            && (after is null || !string.Equals(before.Registration.Type, after.Registration.Type, StringComparison.OrdinalIgnoreCase))
            && _types.TryGetValue(before.Registration.Type, out var then)
            && then.Left(before.Id))
        {
            // Made anew when somebody asks: types that come and go leave nothing behind.
            _types.TryRemove(KeyValuePair.Create(before.Registration.Type, then));
        }
    }

    /// <summary>A shard was loaded anew.</summary>
    public void Reset()
    {
        foreach (var (_, type) in _types)
        {
            type.Invalidate();
        }
    }

    public (ProviderType Type, ProviderList List) Find(string name, IReadOnlyList<AgentShard> shards) =>
        _types.TryGetValue(name, out var type) && type.List is { } list ? (type, list) : Make(name, shards);

    private (ProviderType Type, ProviderList List) Make(string name, IReadOnlyList<AgentShard> shards)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Known before it is looked for, so that no change is missed in between.
            var type = _types.Count < MaxTypes ? _types.GetOrAdd(name, static _ => new ProviderType()) : new ProviderType();
            var version = type.Version;
            var collected = Collect(name, shards);
            if (collected.Count == 0)
            {
                _types.TryRemove(KeyValuePair.Create(name, type));
                return (type, ProviderList.Empty);
            }

            if (type.TryMake(version, collected) is { } list)
            {
                return (type, list);
            }

            if (attempt == Attempts)
            {
                return (type, new ProviderList(collected.Select(static found => new Provider(found.Shard, found.Agent))));
            }
        }
    }

    private static List<(AgentShard Shard, Agent Agent)> Collect(string type, IReadOnlyList<AgentShard> shards)
    {
        var collected = new List<(AgentShard Shard, Agent Agent)>();
        var found = new List<Agent>();
        foreach (var shard in shards)
        {
            found.Clear();
            shard.AddOfType(type, found);
            collected.AddRange(found.Select(agent => (shard, agent)));
        }

        return collected;
    }
}

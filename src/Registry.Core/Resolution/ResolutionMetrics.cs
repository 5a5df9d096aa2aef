using System.Diagnostics.Metrics;
using Registry.Core.Agents;
using Registry.Core.Diagnostics;
using Registry.Core.Discovery;
using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Resolution;

/// <summary>How long choosing takes, how many circuits are open, and how many providers there are of a type.</summary>
internal sealed class ResolutionMetrics
{
    // Types are what registrants say: a label has the largest, the others share one.
    private const int MaxTypes = 100;
    private const string OtherTypes = "_other";

    private static readonly InstrumentAdvice<double> FromMemory = new()
    {
        HistogramBucketBoundaries = [0.000_005, 0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    };

    private readonly Histogram<double> _duration;
    private readonly RegistryShards _shards;

    public ResolutionMetrics(RegistryMetrics metrics, RegistryShards shards)
    {
        _shards = shards;
        _duration = metrics.Meter.CreateHistogram("registry.resolve.duration", "s", "From a question who should do something to its answer", null, FromMemory);
        if (!ReferenceEquals(metrics, RegistryMetrics.Silent))
        {
            metrics.Meter.CreateObservableGauge("registry.open_circuits", OpenCircuits, "{circuit}", "Circuits that are open or half-open");
            metrics.Meter.CreateObservableGauge("registry.providers", Providers, "{agent}", "Agents by type");
        }
    }

    public bool TimesResolves => _duration.Enabled;

    public void Resolved(Refusal? refusal, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, KeyValuePair.Create<string, object?>("outcome", OutcomeWords.Of(refusal)));

    private IEnumerable<Measurement<long>> OpenCircuits()
    {
        var (open, half) = (0L, 0L);
        foreach (var shard in Loaded())
        {
            lock (shard.Memory.Gate)
            {
                open += shard.State.Index.CountOf(CircuitState.Open);
                half += shard.State.Index.CountOf(CircuitState.HalfOpen);
            }
        }

        return [State(CircuitState.Open, open), State(CircuitState.HalfOpen, half)];
    }

    private IEnumerable<Measurement<long>> Providers()
    {
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var shard in Loaded())
        {
            lock (shard.Memory.Gate)
            {
                shard.State.Index.AddCountsTo(IndexField.Type, counts);
            }
        }

        var sorted = counts.OrderByDescending(static count => count.Value).ThenBy(static count => count.Key, StringComparer.OrdinalIgnoreCase).ToList();
        var measured = sorted.Take(MaxTypes).Select(static count => Type(count.Key, count.Value));
        return sorted.Count > MaxTypes ? measured.Append(Type(OtherTypes, sorted.Skip(MaxTypes).Sum(static count => (long)count.Value))) : measured;
    }

    private IEnumerable<AgentShard> Loaded() => (_shards.All ?? []).Where(static shard => shard.Memory.IsLoaded);

    private static Measurement<long> State(CircuitState state, long count) => new(count, KeyValuePair.Create<string, object?>("state", AgentWords.Circuit[state]));

    private static Measurement<long> Type(string type, long count) => new(count, KeyValuePair.Create<string, object?>("type", type));
}

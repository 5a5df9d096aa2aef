using System.Diagnostics.Metrics;
using Registry.Core.Health.Sweeping;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Diagnostics;

/// <summary>
/// The instruments of one registry, on a meter of its own: two registries in one process do not count together.
/// <c>docs/operations.md</c> explains each. While nobody listens an instrument costs a check of a flag.
/// Others add theirs to <see cref="Meter"/>, under <c>registry.probes</c>, <c>registry.events</c>, <c>registry.deliveries</c>,
/// <c>registry.hooks</c> and <c>registry.circuits</c>. Tags have few values, never an id, and one instrument always names them in the same order.
/// </summary>
public sealed class RegistryMetrics : IDisposable
{
    public const string MeterName = "Registry";

    private const string Shard = "registry.shard";
    private const string Outcome = "outcome";

    private readonly Counter<long> _commits;
    private readonly Histogram<long> _groupSize;
    private readonly Histogram<double> _commitDuration;
    private readonly Counter<long> _contention;
    private readonly Counter<long> _lostAnswers;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _events;
    private readonly Counter<long> _heartbeats;
    private readonly Counter<long> _flushes;
    private readonly Histogram<double> _flushDuration;
    private readonly Counter<long> _loads;
    private readonly Histogram<double> _tables;
    private readonly Histogram<double> _sweeps;
    private readonly Counter<long> _swept;

    /// <param name="counters">What goes to the table service; null where nobody counts it.</param>
    public RegistryMetrics(TableCounters? counters = null)
    {
        Meter = new Meter(MeterName);
        _commits = Meter.CreateCounter<long>("registry.commits", "{transaction}", "Transactions that were committed");
        _groupSize = Meter.CreateHistogram("registry.commit.group_size", "{command}", "Commands that travelled in one transaction", null, Buckets.GroupSize);
        _commitDuration = Meter.CreateHistogram("registry.commit.duration", "s", "From a transaction's sending until its fate is known", null, Buckets.Seconds);
        _contention = Meter.CreateCounter<long>("registry.contention", "{transaction}", "Transactions that another instance was faster than");
        _lostAnswers = Meter.CreateCounter<long>("registry.commit.lost_answers", "{answer}", "Transactions whose answer was lost, so that the log had to be asked");
        _changes = Meter.CreateCounter<long>("registry.changes", "{change}", "Changes that this instance committed, by type");
        _events = Meter.CreateCounter<long>("registry.events", "{event}", "Events that this instance learned of, whoever committed the change, by type");
        _heartbeats = Meter.CreateCounter<long>("registry.heartbeats", "{heartbeat}", "Heartbeats, by what was answered");
        _flushes = Meter.CreateCounter<long>("registry.heartbeat.flushes", "{flush}", "Flushes of heartbeat pages, by outcome");
        _flushDuration = Meter.CreateHistogram("registry.heartbeat.flush.duration", "s", "How long a flush took, its attempts together", null, Buckets.Seconds);
        _loads = Meter.CreateCounter<long>("registry.shard.loads", "{load}", "Cold loads of a shard, by outcome");
        _tables = Meter.CreateHistogram("registry.tables.duration", "s", "Calls on the table, retries included, by what they are for", null, Buckets.Seconds);
        _sweeps = Meter.CreateHistogram("registry.sweep.duration", "s", "Sweeps of this instance, by outcome", null, Buckets.Seconds);
        _swept = Meter.CreateCounter<long>("registry.sweep.agents", "{agent}", "Agents that sweeps marked, expired or revived");
        if (counters is not null)
        {
            TableGauges.Add(Meter, counters);
        }
    }

    /// <summary>For a registry whose owner wants no metrics. Nothing observable is added to it: it lives as long as the process.</summary>
    public static RegistryMetrics Silent { get; } = new();

    public Meter Meter { get; }

    /// <summary>Whether calls on the table are worth timing.</summary>
    internal bool TimesTables => _tables.Enabled;

    public void Dispose() => Meter.Dispose();

    internal void Committed<TEntity>(string shard, int commands, TimeSpan duration, IReadOnlyList<Change<TEntity>> changes)
        where TEntity : class
    {
        var tag = KeyValuePair.Create<string, object?>(Shard, shard);
        _commits.Add(1, tag);
        _groupSize.Record(commands, tag);
        _commitDuration.Record(duration.TotalSeconds, tag);
        if (_changes.Enabled)
        {
            foreach (var change in changes)
            {
                _changes.Add(1, KeyValuePair.Create<string, object?>("type", change.Type));
            }
        }
    }

    internal void Contended(string shard) => _contention.Add(1, KeyValuePair.Create<string, object?>(Shard, shard));

    internal void AnswerLost(string shard) => _lostAnswers.Add(1, KeyValuePair.Create<string, object?>(Shard, shard));

    internal void Happened(string type)
    {
        if (_events.Enabled)
        {
            _events.Add(1, KeyValuePair.Create<string, object?>("type", type));
        }
    }

    internal void Heartbeat(Refusal? refusal) => _heartbeats.Add(1, Tag(OutcomeWords.Of(refusal)));

    internal void Flushed(string shard, bool landed, TimeSpan duration)
    {
        var tag = KeyValuePair.Create<string, object?>(Shard, shard);
        _flushes.Add(1, tag, Tag(landed ? OutcomeWords.Ok : OutcomeWords.Failed));
        _flushDuration.Record(duration.TotalSeconds, tag);
    }

    internal void Loaded(string shard, bool ok) =>
        _loads.Add(1, KeyValuePair.Create<string, object?>(Shard, shard), Tag(ok ? OutcomeWords.Ok : OutcomeWords.Failed));

    internal void Called(TableVerb verb, TableKind kind, string outcome, TimeSpan duration) =>
        _tables.Record(
            duration.TotalSeconds,
            KeyValuePair.Create<string, object?>("operation", verb.Word()),
            KeyValuePair.Create<string, object?>("kind", kind.Word()),
            Tag(outcome));

    internal void Swept(SweepReport report, TimeSpan duration)
    {
        _sweeps.Record(duration.TotalSeconds, Tag(report.FailedShards == 0 ? OutcomeWords.Ok : OutcomeWords.Failed));
        _swept.Add(report.Unreachable, Result("unreachable"));
        _swept.Add(report.Expired, Result("expired"));
        _swept.Add(report.Revived, Result("revived"));
    }

    private static KeyValuePair<string, object?> Tag(string outcome) => new(Outcome, outcome);

    private static KeyValuePair<string, object?> Result(string result) => new("result", result);
}

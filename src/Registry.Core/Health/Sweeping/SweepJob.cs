using System.Globalization;
using Microsoft.Extensions.Logging;
using Registry.Core.Agents;
using Registry.Core.Configuration;
using Registry.Core.Diagnostics;
using Registry.Core.Jobs;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;
using Registry.Core.Trust;

namespace Registry.Core.Health.Sweeping;

/// <summary>The sweep over all shards, by one instance at a time. It begins with another shard each time, so that a short budget starves none.</summary>
internal sealed partial class SweepJob
{
    public const string Name = "sweep";

    // Well below the shortest time-out of a function.
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(2);

    private readonly PartitionContext _context;
    private readonly ILogger _logger;
    private readonly List<(ShardSweep Sweep, ShardHousekeeping Housekeeping)> _shards;
    private readonly GraphSweep _graph;
    private readonly List<LogTrim> _trims;
    private int _first;

    public SweepJob(PartitionContext context, RegistryShards shards, TrustRegistry trust, RegistryNotes notes)
    {
        _context = context;
        _logger = context.Logger;
        _graph = new GraphSweep(context, new GraphCommands(context, shards));
        _shards = shards.All!.Select(shard => (new ShardSweep(context, shard, notes), new ShardHousekeeping(context, shard, trust))).ToList();
        _trims = shards.Partitions.Where(static partition => partition.Shard is null).Select(partition => new LogTrim(context, partition)).ToList();
        Lease = new JobLease(context, Name);
    }

    public JobLease Lease { get; }

    /// <summary>Since when expiries are limited, Unix milliseconds; 0 while they are not.</summary>
    public long ProtectedSince => _shards.Select(shard => shard.Sweep.ProtectedSince).Where(since => since > 0).DefaultIfEmpty(0).Min();

    /// <param name="leaseWait">How long to wait for another instance's run to end.</param>
    /// <param name="cancellationToken">Ends it between two shards.</param>
    public async Task<Outcome<SweepReport>> RunAsync(TimeSpan leaseWait, CancellationToken cancellationToken)
    {
        var lease = await Lease.AcquireAsync(leaseWait, cancellationToken);
        if (lease != LeaseAnswer.Held)
        {
            return lease == LeaseAnswer.Busy ? Refusals.JobIsRunning : Refusals.StorageUnavailable;
        }

        using var activity = RegistryActivities.StartSweep();
        var started = _context.Time.GetTimestamp();
        var report = new SweepReport(0, 0, 0, 0);
        JobResult? result = null;
        try
        {
            report = await SweepShardsAsync(started, report, cancellationToken);
            var elapsed = _context.Time.GetElapsedTime(started);
            _context.Metrics.Swept(report, elapsed);
            var duration = (long)elapsed.TotalMilliseconds;
            var counts = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"unreachable":{{report.Unreachable}},"expired":{{report.Expired}},"revived":{{report.Revived}},"failed_shards":{{report.FailedShards}}}""");
            result = _context.TryNow(out var now) ? new JobResult(now.Upper, duration, counts) : null;
            if (report.Unreachable + report.Expired + report.Revived + report.FailedShards > 0)
            {
                LogSwept(report.Unreachable, report.Expired, report.Revived, report.FailedShards, duration);
            }
        }
        finally
        {
            await Lease.ReleaseAsync(result);
        }

        return report;
    }

    private async Task<SweepReport> SweepShardsAsync(long started, SweepReport report, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _shards.Count; i++)
        {
            if (cancellationToken.IsCancellationRequested || _context.Time.GetElapsedTime(started) > Budget || !await Lease.KeepAsync())
            {
                break;
            }

            var (sweep, housekeeping) = _shards[(_first + i) % _shards.Count];
            var swept = await sweep.RunAsync(cancellationToken);
            report = report.Plus(swept);
            if (swept.FailedShards == 0)
            {
                await housekeeping.RunAsync(cancellationToken);
            }
        }

        await _graph.RunAsync(cancellationToken);
        _first = (_first + 1) % _shards.Count;
        foreach (var trim in _trims)
        {
            await trim.RunAsync(cancellationToken);
        }

        return report;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sweep: {Unreachable} unreachable, {Expired} expired, {Revived} revived, {Failed} shards failed, in {DurationMs} ms")]
    private partial void LogSwept(int unreachable, int expired, int revived, int failed, long durationMs);
}

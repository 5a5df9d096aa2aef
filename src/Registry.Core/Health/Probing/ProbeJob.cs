using System.Globalization;
using Microsoft.Extensions.Logging;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Jobs;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Health.Probing;

/// <summary>Probes what is due, by one instance at a time. Those that waited longest come first, so that a short budget starves none.</summary>
internal sealed partial class ProbeJob
{
    public const string Name = "probe";

    // Well below the shortest time-out of a function, with the wait after it.
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(2);

    // Who takes longer than this is not waited for: the next run must come. His probe goes on, and counts when it ends.
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(10);

    private readonly PartitionContext _context;
    private readonly IReadOnlyList<AgentShard> _shards;
    private readonly ProbeRunner _runner;
    private readonly ILogger _logger;

    public ProbeJob(PartitionContext context, IReadOnlyList<AgentShard> shards, ProbeRunner runner)
    {
        _context = context;
        _shards = shards;
        _runner = runner;
        _logger = context.Logger;
        Lease = new JobLease(context, Name);
    }

    public JobLease Lease { get; }

    /// <param name="leaseWait">How long to wait for another instance's run to end.</param>
    /// <param name="cancellationToken">Starts no more probes.</param>
    public async Task<Outcome<ProbeReport>> RunAsync(TimeSpan leaseWait, CancellationToken cancellationToken)
    {
        var lease = await Lease.AcquireAsync(leaseWait, cancellationToken);
        if (lease != LeaseAnswer.Held)
        {
            return lease == LeaseAnswer.Busy ? Refusals.JobIsRunning : Refusals.StorageUnavailable;
        }

        var started = _context.Time.GetTimestamp();
        JobResult? result = null;
        try
        {
            var runs = await StartDueAsync(started, cancellationToken);
            var report = await CountAsync(runs, cancellationToken);
            var duration = (long)_context.Time.GetElapsedTime(started).TotalMilliseconds;
            var counts = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"probed":{{report.Probed}},"succeeded":{{report.Succeeded}},"failed":{{report.Failed}},"skipped":{{report.Skipped}}}""");
            result = _context.TryNow(out var now) ? new JobResult(now.Upper, duration, counts) : null;
            LogProbed(report.Succeeded, report.Failed, report.Skipped, duration);
            return report;
        }
        finally
        {
            await Lease.ReleaseAsync(result);
        }
    }

    private async Task<List<ProbeRun>> StartDueAsync(long started, CancellationToken cancellationToken)
    {
        var runs = new List<ProbeRun>();
        foreach (var (shard, agent, _) in await DueAsync(cancellationToken))
        {
            if (cancellationToken.IsCancellationRequested || _context.Time.GetElapsedTime(started) > Budget || !await Lease.KeepAsync())
            {
                break;
            }

            if (!_runner.IsRunning(agent.Id))
            {
                runs.Add(await _runner.StartAsync(shard, agent));
            }
        }

        return runs;
    }

    private async Task<List<(AgentShard Shard, Agent Agent, long Last)>> DueAsync(CancellationToken cancellationToken)
    {
        var due = new List<(AgentShard Shard, Agent Agent, long Last)>();
        foreach (var shard in _shards)
        {
            var probed = await shard.EnsureAsync(Freshness.Bounded, cancellationToken) ? shard.Agents().FindAll(agent => agent.IsProbed) : [];

            // Whoever probed before counts: without his counts a threshold would be reached too late.
            if (probed.Count == 0 || !await shard.Probes.ReadAsync() || !_context.TryNow(out var now))
            {
                continue;
            }

            foreach (var agent in probed)
            {
                var last = shard.Probes.Vectors.Find(agent.Slot, agent.Epoch)?.CheckedAt ?? 0;
                if (ProbeSchedule.IsDue(agent.Id, last, ProbeTargets.IntervalOf(agent.Registration, _context.Options), now.Upper))
                {
                    due.Add((shard, agent, last));
                }
            }
        }

        due.Sort(static (one, other) => one.Last.CompareTo(other.Last));
        return due;
    }

    private async Task<ProbeReport> CountAsync(List<ProbeRun> runs, CancellationToken cancellationToken)
    {
        var since = _context.Time.GetTimestamp();
        var report = new ProbeReport(0, 0, 0);
        foreach (var run in runs)
        {
            var left = LastWait - _context.Time.GetElapsedTime(since);
            if (!run.Result.IsCompleted && (left <= TimeSpan.Zero || !await EndsWithinAsync(run.Result, left, cancellationToken)))
            {
                continue;
            }

            report = report.Plus(run.Result.IsCompletedSuccessfully ? await run.Result : ProbeResult.Skipped);
        }

        return report;
    }

    /// <summary>A fault of one probe is in the log already, and no reason to leave the others.</summary>
    private async Task<bool> EndsWithinAsync(Task run, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await Waiting.CompletesWithinAsync(run, limit, _context.Time, cancellationToken);
        }
        catch (Exception) when (run.IsFaulted)
        {
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Probed: {Succeeded} succeeded, {Failed} failed, {Skipped} skipped, in {DurationMs} ms")]
    private partial void LogProbed(int succeeded, int failed, int skipped, long durationMs);
}

using System.Globalization;
using Microsoft.Extensions.Logging;
using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Configuration;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Time;

namespace Registry.Core.Health.Sweeping;

/// <summary>
/// Sweeps one shard on one read of the vectors. It marks lapsed agents unreachable, and ends registrations past their TTL whose mark an
/// earlier sweep made, was applied here before that read was sent, and still stands: so a renewal is either in what is read, or its
/// answer waited for a log that had the mark, and took it back. Losing the job's lease unnoticed does no harm.
/// </summary>
internal sealed partial class ShardSweep(PartitionContext context, AgentShard shard, RegistryNotes notes)
{
    private const long MissedMs = 5000;
    private static readonly TimeSpan MarkLimit = TimeSpan.FromSeconds(5);
    private static readonly SweepReport Failed = new(0, 0, 0, 1);

    private readonly OutageRows _outages = new(context.Table, shard.Partition);
    private readonly ILogger _logger = context.Logger;

    /// <summary>Unix milliseconds since when this shard's expiries are limited; 0 while they are not.</summary>
    public long ProtectedSince { get; private set; }

    public async Task<SweepReport> RunAsync(CancellationToken cancellationToken)
    {
        if (!await shard.Memory.RefreshAsync() || !context.TryNow(out var now))
        {
            return Failed;
        }

        var record = await BeginAsync(now);
        if (record is null)
        {
            return Failed;
        }

        // Only a mark that stood before the vectors are read may end a registration on what that read says.
        var standing = Marks();
        var startedAt = context.Time.GetTimestamp();
        if (await ReadAsync() is not { } judgement)
        {
            return Failed;
        }

        var marked = await MarkAsync(judgement, startedAt, cancellationToken);
        var judged = await JudgeAsync(
            judgement, context.Options.Keeps(Safeguard.MarkBeforeRead) ? standing : Marks(), record, cancellationToken);
        return judged with { Unreachable = marked };
    }

    private List<(string Id, long Mark)> Marks() =>
        shard.Agents().Where(agent => agent.LapseMark != 0).Select(agent => (agent.Id, agent.LapseMark)).ToList();

    /// <summary>Writes that this sweep runs; a run of the schedule that was missed becomes an outage. Null: it must not run.</summary>
    private async Task<SweepRecord?> BeginAsync(StorageInstant now)
    {
        var read = await context.Table.GetAsync(shard.Partition, RowKeys.Sweep, CancellationToken.None);
        if (read.Value is null && read.Status != TableStatus.NotFound)
        {
            return null;
        }

        var last = read.Value is null ? SweepRecord.None : SweepRecord.From(read.Value);
        var record = last with { LastOk = Math.Max(now.Upper, last.LastOk) };
        var operations = new List<TableOperation> { record.ToOperation() };

        // Before the first sweep of all, agents may have been without a registry since they registered.
        var lastOk = last.LastOk > 0 ? last.LastOk : shard.Agents().Select(agent => agent.RegisteredAt).DefaultIfEmpty(now.Upper).Min();
        if (now.Lower > context.Options.NextSweep(lastOk) + MissedMs && context.Options.Keeps(Safeguard.Outages))
        {
            LogMissed(shard.Partition, (now.Lower - lastOk) / 1000);
            var outage = new TableEntity(RowKeys.Outage(lastOk, context.Process)).Set(Columns.From, lastOk).Set(Columns.To, now.Upper);
            operations.Add(TableOperation.ReplaceUnconditionally(outage));
        }

        var written = await context.Table.SubmitAsync(shard.Partition, operations, CancellationToken.None);
        return written.IsOk ? record with { ETag = written.ETags[0] } : null;
    }

    /// <summary>The first commit: marks the lapsed.</summary>
    private async Task<int> MarkAsync(Judgement judgement, long startedAt, CancellationToken cancellationToken)
    {
        var sendBy = startedAt + (long)(MarkLimit.TotalSeconds * context.Time.TimestampFrequency);
        var marks = new List<Task<Outcome<bool>>>();
        foreach (var agent in shard.Agents())
        {
            var heard = shard.Vectors.LastHeard(agent.Slot, agent.Epoch);
            var left = MarkLimit - context.Time.GetElapsedTime(startedAt);
            if (agent.LapseMark == 0 && left > TimeSpan.Zero && judgement.HasLapsed(agent, heard))
            {
                marks.Add(shard.Commands.ExecuteAsync(new MarkCommand(agent.Id, agent.Epoch, heard, judgement, sendBy), left, cancellationToken));
            }
        }

        return await CountAsync(marks);
    }

    /// <summary>The second commit: revives those who are heard again, and ends the registrations past their TTL.</summary>
    private async Task<SweepReport> JudgeAsync(
        Judgement judgement, List<(string Id, long Mark)> marked, SweepRecord record, CancellationToken cancellationToken)
    {
        var revivals = new List<Task<Outcome<bool>>>();
        var expiring = new List<(Agent Agent, long Heard)>();
        foreach (var (id, mark) in marked)
        {
            if (shard.Find(id) is not { } agent || agent.LapseMark != mark)
            {
                continue;
            }

            var heard = shard.Vectors.LastHeard(agent.Slot, agent.Epoch);
            if (!judgement.HasLapsed(agent, heard))
            {
                revivals.Add(shard.Commands.ExecuteAsync(new ReviveCommand(id, mark), null, cancellationToken));
            }
            else if (judgement.HasExpired(agent, heard))
            {
                expiring.Add((agent, heard));
            }
        }

        var allowed = await ReserveAsync(record, expiring.Count);
        var expiries = new List<Task<Outcome<bool>>>();
        var expiriesOfServices = new List<Task<Outcome<bool>>>();
        foreach (var (agent, heard) in expiring.OrderBy(candidate => Math.Max(candidate.Agent.Seen, candidate.Heard)).Take(allowed))
        {
            var command = new ExpireCommand(agent.Id, agent.LapseMark, heard, judgement, anyMark: !context.Options.Keeps(Safeguard.MarkStillStands));
            var into = agent.Registration.Kind == AgentKind.Service ? expiriesOfServices : expiries;
            into.Add(shard.Commands.ExecuteAsync(command, null, cancellationToken));
        }

        var services = await CountAsync(expiriesOfServices);
        return new SweepReport(0, await CountAsync(expiries) + services, await CountAsync(revivals), 0) { ExpiredServices = services };
    }

    /// <summary>Reads the vectors and the outages, and judges as of the start of that.</summary>
    private async Task<Judgement?> ReadAsync()
    {
        if (!context.TryNow(out var now) || !await shard.VectorReader.ReadAsync() || await _outages.ReadAsync() is not { } outages)
        {
            return null;
        }

        var judgement = new Judgement(now.Lower, context.Options.Keeps(Safeguard.Outages) ? Judgement.Union(outages) : []);
        var longest = shard.Agents().Max(agent => agent.Registration.TtlMs) ?? 0;
        await _outages.DropAsync(outages.Where(outage => judgement.IsOver(outage, longest)));
        return judgement;
    }

    /// <summary>Counts the expiries before they happen: a crash in between expires fewer, never more.</summary>
    private async Task<int> ReserveAsync(SweepRecord record, int candidates)
    {
        var (allowed, holds) = Protection.Decide(shard.State.Count, record.ExpiredLately(record.LastOk), candidates);
        var since = !holds ? 0 : record.ProtectedSince == 0 ? record.LastOk : record.ProtectedSince;
        if (allowed > 0 || since != record.ProtectedSince)
        {
            var next = (allowed > 0 ? record.WithExpiries(record.LastOk, allowed) : record) with { ProtectedSince = since };
            var written = await context.Table.WriteAsync(shard.Partition, next.ToOperation(), CancellationToken.None);
            if (!written.IsOk)
            {
                return 0;
            }

            if (since != record.ProtectedSince)
            {
                LogProtection(shard.Partition, since == 0 ? "ended" : "began", candidates);
                await notes.ProtectionAsync(shard.Partition, since != 0, string.Create(CultureInfo.InvariantCulture, $"{candidates} agents are past their TTL"));
            }
        }

        ProtectedSince = since;
        return allowed;
    }

    private static async Task<int> CountAsync(List<Task<Outcome<bool>>> commands)
    {
        var done = 0;
        foreach (var command in commands)
        {
            done += (await command).Is(out var changed, out _) && changed ? 1 : 0;
        }

        return done;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} was not swept for {Seconds} s: leases move by that time")]
    private partial void LogMissed(string shard, long seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: protection {Change}; {Candidates} agents are past their TTL")]
    private partial void LogProtection(string shard, string change, int candidates);
}

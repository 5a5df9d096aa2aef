using System.Globalization;
using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Health.Probing;

/// <summary>Applies what a probe saw: the vector always, the lease after a success, the log only when the verdict changes.</summary>
internal sealed class ProbeUpdater(PartitionContext context)
{
    private static readonly TimeSpan FlushWait = TimeSpan.FromSeconds(10);

    /// <param name="shard">Of the agent.</param>
    /// <param name="probed">As it was when it was asked.</param>
    /// <param name="seen">The answer.</param>
    public async Task<ProbeResult> ApplyAsync(AgentShard shard, Agent probed, ProbeObservation seen)
    {
        // Any answer of storage has its time.
        if (!context.TryNow(out var now) && !(await shard.RefreshAsync(CancellationToken.None) && context.TryNow(out now)))
        {
            return ProbeResult.Skipped;
        }

        var (agent, decision) = shard.Probed(probed.Id, probed.Epoch, seen, now.Upper);
        if (agent is null)
        {
            return ProbeResult.Skipped;
        }

        var flush = shard.Probes.FlushAsync();
        if (decision.Result == ProbeResult.Succeeded)
        {
            await RenewAsync(shard, agent);
        }

        // What can't be written now goes with a later flush.
        await Waiting.CompletesWithinAsync(flush, FlushWait, context.Time, CancellationToken.None);
        if (decision.Verdict != agent.ProbeStatus)
        {
            var command = new ProbeVerdictCommand(agent.Id, agent.Epoch, decision.Verdict, Reason(decision));

            // A verdict that is refused now is decided again by the next probe: the counts stand.
            await shard.Commands.ExecuteAsync(command, null, CancellationToken.None);
        }

        return decision.Result;
    }

    /// <summary>As a heartbeat does: the stamp becomes durable, the log is read after that, and a mark that it has is taken back.</summary>
    private async Task RenewAsync(AgentShard shard, Agent agent)
    {
        var flush = shard.Flush.FlushAsync();
        if (await Waiting.CompletesWithinAsync(flush, FlushWait, context.Time, CancellationToken.None)
            && (await flush).Confirmed
            && shard.Find(agent.Id) is { LapseMark: not 0 } marked
            && marked.Epoch == agent.Epoch)
        {
            await shard.Commands.ExecuteAsync(new ReviveCommand(marked.Id, marked.LapseMark), null, CancellationToken.None);
        }
    }

    private static string Reason(ProbeDecision decision) => decision.Verdict switch
    {
        HealthStatus.Unhealthy => string.Create(
            CultureInfo.InvariantCulture, $"{decision.Record.Failures} consecutive probes failed: {ProbeErrors.Text(decision.Record.Error)}"),
        HealthStatus.Healthy => string.Create(CultureInfo.InvariantCulture, $"{decision.Record.Successes} consecutive probes succeeded"),
        _ => "its health document says so",
    };
}

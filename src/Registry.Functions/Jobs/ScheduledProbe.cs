using Microsoft.Extensions.Logging;
using Registry.Core;
using Registry.Core.Agents;

namespace Registry.Functions.Jobs;

/// <summary>A run of the probes and of the deliveries to webhooks that nobody waits for: what it refuses is told to the log.</summary>
/// <param name="registry">What runs them.</param>
/// <param name="logger">Takes what it refuses.</param>
/// <param name="probes">Whether agents are probed; webhooks are delivered anyway.</param>
internal sealed partial class ScheduledProbe(AgentRegistry registry, ILogger<ScheduledProbe> logger, bool probes = true)
{
    public const string Name = "Probe";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Neither waits for the other: a slow receiver is no reason to probe late.
        var delivering = registry.Webhooks.DeliverDueAsync(cancellationToken);
        if (probes)
        {
            await ProbeAsync(cancellationToken);
        }

        if (!await delivering)
        {
            LogNotDelivered();
        }
    }

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        // Another instance that probes does this one's work: there is nothing to wait for.
        var outcome = await registry.ProbeDueAsync(TimeSpan.Zero, cancellationToken);
        if (outcome.Is(out var report, out var refusal))
        {
            LogProbed(report.Succeeded, report.Failed, report.Skipped);
        }
        else if (refusal.Code == RefusalCode.Conflict)
        {
            LogElsewhere();
        }
        else
        {
            LogRefused(refusal.Detail);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Probed: {Succeeded} succeeded, {Failed} failed, {Skipped} skipped.")]
    private partial void LogProbed(int succeeded, int failed, int skipped);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Another instance probes.")]
    private partial void LogElsewhere();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks were not delivered: storage does not say what is due.")]
    private partial void LogNotDelivered();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The probes did not run: {Reason}")]
    private partial void LogRefused(string reason);
}

using Microsoft.Extensions.Logging;
using Registry.Core;
using Registry.Core.Agents;

namespace Registry.Functions.Jobs;

/// <summary>A sweep that nobody waits for: what it refuses is told to the log.</summary>
internal sealed partial class ScheduledSweep(AgentRegistry registry, ILogger<ScheduledSweep> logger)
{
    public const string Name = "Sweep";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Another instance that sweeps does this one's work: there is nothing to wait for.
        var outcome = await registry.SweepAsync(TimeSpan.Zero, cancellationToken);
        if (outcome.Is(out var report, out var refusal))
        {
            LogSwept(report.Unreachable, report.Expired);
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

    [LoggerMessage(1, LogLevel.Debug, "Swept: {Unreachable} unreachable, {Expired} expired.")]
    private partial void LogSwept(int unreachable, int expired);

    [LoggerMessage(2, LogLevel.Debug, "Another instance sweeps.")]
    private partial void LogElsewhere();

    [LoggerMessage(3, LogLevel.Warning, "The sweep did not run: {Reason}")]
    private partial void LogRefused(string reason);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Functions.Settings;

namespace Registry.Functions.Jobs;

/// <summary>
/// Runs one job in process on its schedule: at each occurrence, never twice at a time (an occurrence that falls into a run is left
/// out), and again after a failure.
/// </summary>
/// <param name="name">For the log.</param>
/// <param name="schedule">When.</param>
/// <param name="run">The job. Its token is cancelled when the app stops.</param>
/// <param name="time">Wall clock and timers.</param>
/// <param name="logger">Takes the failures.</param>
internal sealed partial class ScheduledJob(
    string name,
    Schedule schedule,
    Func<CancellationToken, Task> run,
    TimeProvider time,
    ILogger<ScheduledJob> logger) : BackgroundService
{
    // A timer counts elapsed time, an occurrence is a wall-clock time: waiting in slices follows a clock that is set meanwhile.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await WaitForNextAsync(stoppingToken);
                await RunOnceAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(name);
        }
    }

    private async Task WaitForNextAsync(CancellationToken stoppingToken)
    {
        var seen = time.GetUtcNow();
        var due = schedule.After(seen);
        while (true)
        {
            var now = time.GetUtcNow();
            if (now >= due)
            {
                return;
            }

            if (now < seen)
            {
                due = schedule.After(now);
            }

            seen = now;
            var left = due - now;
            await Task.Delay(left < Slice ? left : Slice, time, stoppingToken);
        }
    }

    private async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await run(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            // The schedule outlives whatever one run throws; the fault is logged with its stack.
            LogFailed(error, name, time.GetElapsedTime(started));
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Job {Job} failed after {Elapsed}; it runs again at its next occurrence.")]
    private partial void LogFailed(Exception error, string job, TimeSpan elapsed);

    [LoggerMessage(2, LogLevel.Debug, "Job {Job} stopped.")]
    private partial void LogStopped(string job);
}

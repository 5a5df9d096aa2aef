using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Core;
using Registry.Core.Agents;

namespace Registry.Functions.Standalone;

/// <summary>
/// Creates the table and loads the shards while the app listens already, so that the first requests find them in memory. While storage
/// does not answer it tries again, ever less often; requests are answered 503 until then.
/// </summary>
internal sealed partial class WarmUp(AgentRegistry registry, Entropy entropy, TimeProvider time, ILogger<WarmUp> logger) : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the thread that starts the listener: a load has much to do before it first waits.
        await Task.Yield();
        try
        {
            await LoadAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogGivenUp();
        }
    }

    private async Task LoadAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        var wait = FirstWait;
        for (var attempt = 1; !await TryAsync(stoppingToken); attempt++)
        {
            if (attempt == 1)
            {
                LogNoAnswer();
            }

            await Task.Delay(wait * (0.5 + (entropy.NextDouble() / 2)), time, stoppingToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }

        registry.Webhooks.Start();
        var elapsed = time.GetElapsedTime(started);
        LogLoaded(elapsed);
    }

    private async Task<bool> TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await registry.LoadAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            // Whatever it is, requests go on to be answered as well as they can be; the fault is logged with its stack.
            LogFailed(error);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "All shards are loaded after {Elapsed}.")]
    private partial void LogLoaded(TimeSpan elapsed);

    [LoggerMessage(2, LogLevel.Warning, "Storage does not answer yet: requests get 503 until it does.")]
    private partial void LogNoAnswer();

    [LoggerMessage(3, LogLevel.Error, "The shards can't be loaded. Is what answers at the storage address a Table service, and the table a registry's?")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(4, LogLevel.Debug, "Stopped before the shards were loaded.")]
    private partial void LogGivenUp();
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Core;
using Registry.Core.Storage;

namespace Registry.Functions.Standalone;

/// <summary>Creates the table; while storage does not answer it tries again, ever less often, and the app answers 503 until then.</summary>
internal sealed partial class TableCreator(ITable table, Entropy entropy, TimeProvider time, ILogger<TableCreator> logger) : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<TableStatus> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How the first attempt ended. It is bounded: the table ends every call.</summary>
    public Task<TableStatus> FirstAttempt => _first.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await CreateAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _first.TrySetCanceled(stoppingToken);
        }
    }

    private async Task CreateAsync(CancellationToken stoppingToken)
    {
        var wait = FirstWait;
        for (var last = TableStatus.Ok; ;)
        {
            var status = await TryAsync(stoppingToken);
            _first.TrySetResult(status);
            if (status == TableStatus.Ok)
            {
                LogReady();
                return;
            }

            if (status != last)
            {
                LogNotReady(status);
                last = status;
            }

            await Task.Delay(wait * (0.5 + (entropy.NextDouble() / 2)), time, stoppingToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async Task<TableStatus> TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await table.CreateIfNotExistsAsync(stoppingToken);
        }
        catch (TableRequestException error)
        {
            // Something else may listen where storage should, and may go away again.
            LogNoStorage(error);
            return TableStatus.Unavailable;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The table is there.")]
    private partial void LogReady();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The table can't be created yet: storage says {Status}. Trying on.")]
    private partial void LogNotReady(TableStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What answers at the storage address is no Table service.")]
    private partial void LogNoStorage(Exception error);
}

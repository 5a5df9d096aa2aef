using Microsoft.Extensions.Logging;
using Registry.Core.Sharding;

namespace Registry.Core.Events;

/// <summary>
/// Keeps one partition's memory fresh while anybody waits for events: one loop, however many wait. A change of another instance is
/// then known after half of <see cref="RegistryOptions.MaxStaleness"/> and a read, as it is to readers.
/// </summary>
internal sealed partial class PartitionTail(PartitionContext context, ILogPartition partition)
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _interval = context.Options.MaxStaleness / 2;
    private int _waiting;
    private bool _running;

    public void Join()
    {
        lock (_gate)
        {
            _waiting++;
            if (_running)
            {
                return;
            }

            _running = true;
        }

        Detached.Start(RunAsync);
    }

    public void Leave()
    {
        lock (_gate)
        {
            _waiting--;
        }
    }

    private async Task RunAsync()
    {
        while (IsWanted())
        {
            // A commit of our own confirms the state as well as a read does.
            var age = partition.IsLoaded ? partition.Age : _interval;
            if (age >= _interval)
            {
                await ReadAsync();
                age = TimeSpan.Zero;
            }

            // A delay drops what is not a whole millisecond: the rest of one would be no wait, again and again.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling((_interval - age).TotalMilliseconds)), context.Time);
        }
    }

    private bool IsWanted()
    {
        lock (_gate)
        {
            _running = _waiting > 0;
            return _running;
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await partition.CurrentRefreshAsync();
        }
        catch (Exception exception)
        {
            // Those who wait get what there is; the next round tries again.
            LogFailed(context.Logger, exception, partition.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The tail of partition {Partition} could not be read for those who wait for events")]
    private static partial void LogFailed(ILogger logger, Exception exception, string partition);
}

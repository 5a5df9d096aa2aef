using Microsoft.Extensions.Logging;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>Calls that nobody waits for: a bounded queue and a few workers. What finds it full is dropped, and said so.</summary>
internal sealed partial class PostHooks(ILogger logger, TimeProvider time)
{
    public const int MaxWaiting = 1000;
    private const int MaxWorkers = 16;

    private readonly Lock _gate = new();
    private readonly Queue<Func<Task>> _waiting = new();
    private TaskCompletionSource? _idle;
    private int _workers;
    private bool _full;

    /// <summary>False: there is no room.</summary>
    /// <param name="call">Does not throw for what the other side does.</param>
    public bool TryAdd(Func<Task> call)
    {
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                if (!_full)
                {
                    LogFull(MaxWaiting);
                }

                _full = true;
                return false;
            }

            _full = false;
            _waiting.Enqueue(call);
            if (_workers >= MaxWorkers)
            {
                return true;
            }

            _workers++;
        }

        Detached.Start(WorkAsync);
        return true;
    }

    /// <summary>Whether all were called within the limit.</summary>
    public async Task<bool> IdleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        Task idle;
        lock (_gate)
        {
            if (_workers == 0)
            {
                return true;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _idle.Task;
        }

        return await Waiting.CompletesWithinAsync(idle, limit, time, cancellationToken);
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            Func<Task>? call;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out call))
                {
                    if (--_workers == 0)
                    {
                        _idle?.SetResult();
                        _idle = null;
                    }

                    return;
                }
            }

            try
            {
                await call();
            }
            catch (Exception fault)
            {
                LogFault(fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Waiting} post hooks wait: more are dropped")]
    private partial void LogFull(int waiting);

    [LoggerMessage(Level = LogLevel.Error, Message = "A post hook failed")]
    private partial void LogFault(Exception fault);
}

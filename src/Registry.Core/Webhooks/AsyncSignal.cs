namespace Registry.Core.Webhooks;

/// <summary>Wakes the one that waits; set while nobody waits, it is remembered once.</summary>
internal sealed class AsyncSignal(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private bool _isSet;

    public void Set()
    {
        lock (_gate)
        {
            _isSet = true;
            _waiting?.TrySetResult();
        }
    }

    public async Task WaitAsync(TimeSpan limit)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return;
            }

            waiting = _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        using var timer = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), waiting, limit, Timeout.InfiniteTimeSpan);
        await waiting.Task;
        lock (_gate)
        {
            (_waiting, _isSet) = (null, false);
        }
    }
}

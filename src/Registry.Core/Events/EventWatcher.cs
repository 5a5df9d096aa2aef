namespace Registry.Core.Events;

/// <summary>Somebody who waits for an event. While it waits it costs its memory and a timer.</summary>
internal sealed class EventWatcher(EventFilter filter)
{
    private readonly TaskCompletionSource<WatchEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EventFilter Filter { get; } = filter;

    /// <summary>Up to where, in each partition, nothing happened that it wants. Set, by the hub, with the end of the watch.</summary>
    public long[]? Checked { get; set; }

    public void Signal(WatchEnd end) => _end.TrySetResult(end);

    public async Task<WatchEnd> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken stopping, CancellationToken gone)
    {
        using var timer = time.CreateTimer(static watcher => ((EventWatcher)watcher!).Signal(WatchEnd.Over), this, limit, Timeout.InfiniteTimeSpan);
        using var onStop = stopping.UnsafeRegister(static watcher => ((EventWatcher)watcher!).Signal(WatchEnd.Over), this);
        using var onGone = gone.UnsafeRegister(static watcher => ((EventWatcher)watcher!).Signal(WatchEnd.Gone), this);
        return await _end.Task;
    }
}

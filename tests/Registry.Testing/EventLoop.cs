using System.Collections.Concurrent;

namespace Registry.Testing;

/// <summary>
/// Runs asynchronous work on one thread, and moves a manual clock to its next timer whenever nothing is left to do: so time passes exactly
/// where somebody waits for it, and a test takes the same course each time. For work without real I/O.
/// </summary>
public sealed class EventLoop(ManualTimeProvider time) : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _queue = new();

    public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    /// <summary>Runs until the work is done; its failure is thrown.</summary>
    /// <exception cref="InvalidOperationException">Everybody waits, and nobody for the clock.</exception>
    public void Run(Func<Task> work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                if (_queue.TryDequeue(out var next))
                {
                    next.Callback(next.State);
                }
                else
                {
                    time.Advance(time.UntilNextTimer ?? throw new InvalidOperationException("Everybody waits, and nobody for the clock."));
                }
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}

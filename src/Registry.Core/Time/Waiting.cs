namespace Registry.Core.Time;

/// <summary>Waiting with a limit. (Task.WhenAny and Task.WaitAsync complete on the thread pool, which a simulation could not steer.)</summary>
internal static class Waiting
{
    /// <summary>Whether the task completed within the limit; its failure, if it failed, is thrown.</summary>
    public static async Task<bool> CompletesWithinAsync(Task task, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!task.IsCompleted)
        {
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var timer = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), signal, limit, Timeout.InfiniteTimeSpan);
            using var registration = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), signal);
            _ = SignalAsync(task, signal);
            await signal.Task;
            if (!task.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }
        }

        await task;
        return true;
    }

    private static async Task SignalAsync(Task task, TaskCompletionSource signal)
    {
        try
        {
            await task;
        }
        catch (Exception) when (task.IsCompleted)
        {
            // The waiter, or whoever else has the task, awaits it and sees the failure.
        }

        signal.TrySetResult();
    }
}

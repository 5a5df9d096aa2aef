namespace Registry.Core.Sharding;

/// <summary>One run at a time, shared: whoever joins gets a run that starts after it joined. At most one runs and one is queued.</summary>
/// <param name="run">The work.</param>
/// <param name="pace">Waits before each run; whoever joins meanwhile is in that run. Null for none.</param>
internal sealed class Coalescer<T>(Func<Task<T>> run, Func<Task>? pace = null)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<T>? _next;
    private TaskCompletionSource<T>? _current;
    private bool _running;

    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    /// <summary>The run that is under way, else a new one.</summary>
    public Task<T> CurrentAsync()
    {
        lock (_gate)
        {
            if (_current is not null)
            {
                return _current.Task;
            }
        }

        return JoinAsync();
    }

    public Task<T> JoinAsync()
    {
        Task<T> task;
        lock (_gate)
        {
            _next ??= new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            task = _next.Task;
            if (_running)
            {
                return task;
            }

            _running = true;
        }

        Detached.Start(RunAsync);
        return task;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            TaskCompletionSource<T> current;
            lock (_gate)
            {
                if (_next is null)
                {
                    _running = false;
                    return;
                }
            }

            if (pace is not null)
            {
                await pace();
            }

            lock (_gate)
            {
                current = _current = _next;
                _next = null;
            }

            try
            {
                var result = await run();
                Forget();
                current.SetResult(result);
            }
            catch (Exception exception) // Goes to everyone who joined.
            {
                Forget();
                current.SetException(exception);
            }
        }
    }

    private void Forget()
    {
        lock (_gate)
        {
            _current = null;
        }
    }
}

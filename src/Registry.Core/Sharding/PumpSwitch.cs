namespace Registry.Core.Sharding;

/// <summary>Whether a pump runs. It does not start while somebody holds it: what is asked meanwhile travels together.</summary>
/// <param name="gate">Of the partition's memory.</param>
/// <param name="hasWork">Whether commands wait. Called under the gate.</param>
/// <param name="pump">Runs until none does.</param>
internal sealed class PumpSwitch(Lock gate, Func<bool> hasWork, Func<Task> pump)
{
    private bool _running;
    private int _holds;

    /// <summary>Whether it is for the caller to start the pump. Under the gate.</summary>
    public bool TryStart()
    {
        var start = !_running && _holds == 0;
        _running |= start;
        return start;
    }

    /// <summary>The pump ends. Under the gate.</summary>
    public void Stop() => _running = false;

    public void Start() => Detached.Start(pump);

    /// <summary>Until <see cref="Release"/>; one that runs already goes on.</summary>
    public void Hold()
    {
        lock (gate)
        {
            _holds++;
        }
    }

    public void Release()
    {
        lock (gate)
        {
            _holds--;
            if (!hasWork() || !TryStart())
            {
                return;
            }
        }

        Start();
    }
}

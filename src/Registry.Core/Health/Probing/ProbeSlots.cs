namespace Registry.Core.Health.Probing;

/// <summary>How many probes may be under way; who finds none free waits in line.</summary>
internal sealed class ProbeSlots(int count)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _free = count;

    public Task TakeAsync()
    {
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    public void Return()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var turn))
            {
                turn.SetResult();
            }
            else
            {
                _free++;
            }
        }
    }
}

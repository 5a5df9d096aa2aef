using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>Everything that clients asked for in a run.</summary>
internal sealed class History(SimScheduler scheduler)
{
    private readonly List<Operation> _operations = [];

    public IReadOnlyList<Operation> Operations => _operations;

    public int Pending { get; private set; }

    /// <summary>Clients stop asking.</summary>
    public bool IsClosed { get; private set; }

    public int NextNumber => _operations.Count;

    public void Close() => IsClosed = true;

    public void Begin(Operation operation, string instance)
    {
        _operations.Add(operation);
        operation.Instance = instance;
        operation.Invoked = scheduler.Now;
        Pending++;
        scheduler.Trace.Add(scheduler.Now, operation.Caller.Name!, "asks", operation.ToString());
    }

    public void End(Operation operation)
    {
        if (operation.IdempotencyKey is not null && operation.AgentId.Length > 0)
        {
            // The id that a lost request was about, now that the same request was answered.
            _operations.FindAll(other => other.Marker == operation.Marker).ForEach(other => other.AgentId = operation.AgentId);
        }

        operation.Answered = scheduler.Now;
        Pending--;
        scheduler.Trace.Add(scheduler.Now, operation.Caller.Name!, "hears", operation.ToString());
    }
}

using Registry.Core.Storage;

namespace Registry.Testing.Simulation;

/// <summary>The storage service of a run: one table, when it can be reached, and a journal of what it executed.</summary>
public sealed class SimStorage(SimScheduler scheduler, ITable inner, FaultPlan plan, SimRandom random)
{
    private readonly List<SimJournalEntry> _journal = [];
    private readonly Dictionary<string, long> _unreachableUntil = new(StringComparer.Ordinal);
    private readonly List<(long From, long Until)> _outages = [];
    private readonly Dictionary<SimFault, int> _faults = [];
    private readonly Dictionary<string, int> _committing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _deaths = new(StringComparer.Ordinal);
    private Action<string, long>? _onCommit;
    private long _downUntil = -1;

    public SimScheduler Scheduler => scheduler;

    /// <summary>The table itself: synchronous, without faults. For looking at the end of a run.</summary>
    public ITable Inner => inner;

    public FaultPlan Plan { get; set; } = plan;

    public SimRandom Random => random;

    public IReadOnlyList<SimJournalEntry> Journal => _journal;

    /// <summary>When nobody reached storage, in virtual ticks. They may overlap.</summary>
    public IReadOnlyList<(long From, long Until)> Outages => _outages;

    /// <summary>Calls in all, by any process.</summary>
    public long Calls { get; internal set; }

    /// <summary>Writes that were sent and may still be executed.</summary>
    public int InFlight { get; internal set; }

    /// <summary>What went wrong, and how often.</summary>
    public IReadOnlyDictionary<SimFault, int> Faults => _faults;

    /// <summary>When processes were killed, in virtual ticks.</summary>
    public IReadOnlyDictionary<string, long> Deaths => _deaths;

    public bool IsDown => scheduler.Now < _downUntil;

    public void Count(SimFault fault) => _faults[fault] = _faults.GetValueOrDefault(fault) + 1;

    /// <summary>Whether a process waits for the answer to a commit.</summary>
    public bool IsCommitting(string node) => _committing.GetValueOrDefault(node) > 0;

    /// <summary>Calls back once, when a commit is sent: who sent it, and in how many ticks its answer will be there.</summary>
    public void OnNextCommit(Action<string, long> happens) => _onCommit += happens;

    /// <summary>Nobody reaches storage for this long.</summary>
    public void GoDown(TimeSpan length)
    {
        Count(SimFault.StorageDown);
        _downUntil = Math.Max(_downUntil, scheduler.Now + length.Ticks);
        _outages.Add((scheduler.Now, _downUntil));
        scheduler.Trace.Add(scheduler.Now, "storage", "is down for", length.ToString());
    }

    /// <summary>One process does not reach storage for this long.</summary>
    public void CutOff(string node, TimeSpan length)
    {
        Count(SimFault.CutOff);
        _unreachableUntil[node] = scheduler.Now + length.Ticks;
        scheduler.Trace.Add(scheduler.Now, node, "is cut off for", length.ToString());
    }

    /// <summary>Everything works from now on; what is late still lands.</summary>
    public void Heal()
    {
        Plan = FaultPlan.None;
        _downUntil = -1;
        _unreachableUntil.Clear();
        scheduler.Trace.Add(scheduler.Now, "storage", "works from now on");
    }

    internal bool Reaches(string node) => !IsDown && !(_unreachableUntil.TryGetValue(node, out var until) && scheduler.Now < until);

    internal void Died(string node) => _deaths[node] = scheduler.Now;

    /// <summary>A process sent a commit, or has its answer.</summary>
    internal void Committing(string node, int change) => _committing[node] = _committing.GetValueOrDefault(node) + change;

    /// <summary>A commit is on its way.</summary>
    internal void Sent(string node, long ticks)
    {
        var happens = _onCommit;
        _onCommit = null;
        happens?.Invoke(node, ticks);
    }

    internal void Record(SimJournalEntry entry)
    {
        _journal.Add(entry);
        var rows = string.Join(" ", entry.Operations.Select(operation => $"{operation.Kind} {operation.Entity.RowKey}"));
        scheduler.Trace.Add(scheduler.Now, entry.Node, "wrote", $"{entry.PartitionKey}: {rows}");
    }
}

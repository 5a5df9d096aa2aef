using System.Collections.Concurrent;
using System.Globalization;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>What was asked, answered and done to the processes, by id, with the seconds since the start; and what was wrong.</summary>
internal sealed class ChaosLedger(int seed)
{
    /// <summary>Under which the fates of the three processes are noted.</summary>
    public const string Processes = "processes";

    private const int MaxFaults = 20;

    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _histories = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Id, string Fault)> _faults = new();
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public bool HasFaults => !_faults.IsEmpty;

    public void Note(string id, string text)
    {
        var elapsed = TimeProvider.System.GetElapsedTime(_started).TotalSeconds;
        _histories.GetOrAdd(id, static _ => new()).Enqueue(string.Create(CultureInfo.InvariantCulture, $"{elapsed,8:F3}  {text}"));
    }

    public void Count(string what) => _counts.AddOrUpdate(what, 1, static (_, count) => count + 1);

    public void Fault(string id, string fault)
    {
        Note(id, "FAULT: " + fault);
        _faults.Enqueue((id, fault));
    }

    public void Check(bool holds, string id, string fault)
    {
        if (!holds)
        {
            Fault(id, fault);
        }
    }

    /// <summary>The seed, what was done to the processes, and of each fault the history of its id.</summary>
    public string Describe()
    {
        var ids = _faults.Take(MaxFaults).Select(static fault => fault.Id).Append(Processes).Distinct(StringComparer.Ordinal);
        var histories = ids.Select(id => $"--- {id}\n{string.Join('\n', _histories.GetValueOrDefault(id, new()))}");
        var faults = _faults.Take(MaxFaults).Select(static fault => $"{fault.Id}: {fault.Fault}");
        return $"Seed {seed} ({ChaosTests.SeedVariable}={seed} plays the same actions again), {_faults.Count} faults:\n{string.Join('\n', faults)}\n{string.Join('\n', histories)}";
    }
}

namespace Registry.Testing.Simulation;

/// <summary>
/// What happened in a run: the last events for a person, and a hash over all of them (every scheduling decision included),
/// which tells whether two runs were the same.
/// </summary>
/// <param name="kept">How many of the last events are kept.</param>
public sealed class SimTrace(int kept)
{
    private const ulong Prime = 0x100000001B3;

    private readonly SimTraceEvent[] _last = new SimTraceEvent[kept];
    private long _count;

    /// <summary>FNV-1a over everything so far.</summary>
    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>A scheduling decision: hashed, not kept (there are too many).</summary>
    public void Mix(long a, long b)
    {
        Hash = (Hash ^ (ulong)a) * Prime;
        Hash = (Hash ^ (ulong)b) * Prime;
    }

    public void Add(long at, string who, string what, string detail = "")
    {
        Mix(at, what.Length);
        Mix(who);
        Mix(what);
        Mix(detail);
        _last[_count++ % _last.Length] = new SimTraceEvent(at, who, what, detail);
    }

    public IEnumerable<SimTraceEvent> Last()
    {
        for (var i = Math.Max(0, _count - _last.Length); i < _count; i++)
        {
            yield return _last[i % _last.Length];
        }
    }

    private void Mix(string text)
    {
        foreach (var c in text)
        {
            Hash = (Hash ^ c) * Prime;
        }
    }
}

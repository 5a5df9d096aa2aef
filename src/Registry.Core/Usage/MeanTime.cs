using System.Runtime.InteropServices;

namespace Registry.Core.Usage;

/// <summary>How long something took on the average, and how often it waited. Counted by many threads at once: each has a cell of its own, mostly.</summary>
internal sealed class MeanTime
{
    private const int Cells = 8;
    private readonly Cell[] _cells = new Cell[Cells];

    public long Count => Sum(static cell => cell.Count);

    /// <summary>Milliseconds; 0 when nothing was counted.</summary>
    public double MeanMs(long frequency) => Count is > 0 and var count ? Sum(static cell => cell.Ticks) * 1000.0 / frequency / count : 0;

    /// <summary>Share of those that did not wait; 1 when nothing was counted.</summary>
    public double ShareAtOnce => Count is > 0 and var count ? 1 - ((double)Sum(static cell => cell.Waited) / count) : 1;

    public void Add(long ticks, bool waited)
    {
        ref var cell = ref _cells[Environment.CurrentManagedThreadId & (Cells - 1)];
        Interlocked.Add(ref cell.Ticks, ticks);
        Interlocked.Increment(ref cell.Count);
        if (waited)
        {
            Interlocked.Increment(ref cell.Waited);
        }
    }

    private long Sum(Func<Cell, long> value)
    {
        var sum = 0L;
        for (var i = 0; i < Cells; i++)
        {
            sum += value(_cells[i]);
        }

        return sum;
    }

    // Two cache lines: one cell's writers don't slow another's.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Cell
    {
        public long Count;
        public long Ticks;
        public long Waited;
    }
}

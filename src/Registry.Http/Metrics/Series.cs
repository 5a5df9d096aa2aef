namespace Registry.Http.Metrics;

/// <summary>One set of label values and what was measured under it. Written by many at once, without a lock.</summary>
internal sealed class Series
{
    private readonly double[] _bounds;
    private readonly long[] _buckets;
    private double _value;

    /// <param name="tags">Its identity, in the order in which its instrument names them.</param>
    /// <param name="labels">The tags as the format writes them, without braces.</param>
    /// <param name="bounds">Upper bounds of a histogram's buckets, ascending; empty for the other kinds.</param>
    public Series(KeyValuePair<string, object?>[] tags, byte[] labels, double[] bounds)
    {
        Tags = tags;
        Labels = labels;
        _bounds = bounds;
        _buckets = bounds.Length == 0 ? [] : new long[bounds.Length + 1];
    }

    public KeyValuePair<string, object?>[] Tags { get; }

    public byte[] Labels { get; }

    /// <summary>The next one in the same slot of its table.</summary>
    public Series? Next { get; init; }

    /// <summary>The look at observable instruments that measured it last.</summary>
    public long Generation { get; set; }

    /// <summary>A counter's or gauge's value; a histogram's sum.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>Measurements in one bucket, the last of which has no upper bound.</summary>
    public long Bucket(int index) => Volatile.Read(ref _buckets[index]);

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var now = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (BitConverter.DoubleToInt64Bits(now) == BitConverter.DoubleToInt64Bits(seen))
            {
                return;
            }

            seen = now;
        }
    }

    public void Observe(double value)
    {
        var index = 0;
        while (index < _bounds.Length && value > _bounds[index])
        {
            index++;
        }

        Interlocked.Increment(ref _buckets[index]);
        Add(value);
    }
}

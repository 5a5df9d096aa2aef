namespace Registry.Http.Metrics;

/// <summary>
/// The series of one instrument. A known one is found without a lock and without allocating. Beyond the limit everything goes into one
/// series, as OpenTelemetry has it: a label that grows without end costs precision, not memory.
/// </summary>
internal sealed class SeriesTable(double[] bounds)
{
    public const int Limit = 1000;

    // More than most instruments ever have; a longer chain is only slower.
    private const int Slots = 256;

    private static readonly KeyValuePair<string, object?>[] OverflowTags = [new("otel_metric_overflow", "true")];

    private readonly Lock _gate = new();
    private readonly Series?[] _slots = new Series?[Slots];
    private readonly List<Series> _all = [];
    private Series? _overflow;

    public Series Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var slot = (int)(Hash(tags) % Slots);
        return InChain(Volatile.Read(ref _slots[slot]), tags) ?? Add(slot, tags);
    }

    /// <summary>All of them, in the order in which they came up.</summary>
    public void CopyTo(List<Series> list)
    {
        lock (_gate)
        {
            list.AddRange(_all);
            if (_overflow is not null)
            {
                list.Add(_overflow);
            }
        }
    }

    private static uint Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = new HashCode();
        foreach (var tag in tags)
        {
            hash.Add(tag.Value);
        }

        return (uint)hash.ToHashCode();
    }

    private static Series? InChain(Series? series, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        while (series is not null && !Equal(series.Tags, tags))
        {
            series = series.Next;
        }

        return series;
    }

    private static bool Equal(ReadOnlySpan<KeyValuePair<string, object?>> known, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (known.Length != tags.Length)
        {
            return false;
        }

        for (var i = 0; i < known.Length; i++)
        {
            if (known[i].Key != tags[i].Key || !Equals(known[i].Value, tags[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    private Series Add(int slot, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            var head = _slots[slot];
            if (InChain(head, tags) is { } known)
            {
                return known;
            }

            if (_all.Count >= Limit)
            {
                return _overflow ??= new Series(OverflowTags, PrometheusText.Labels(OverflowTags), bounds);
            }

            var added = new Series(tags.ToArray(), PrometheusText.Labels(tags), bounds) { Next = head };
            _all.Add(added);
            Volatile.Write(ref _slots[slot], added);
            return added;
        }
    }
}

using System.Diagnostics.Metrics;

namespace Registry.Http.Metrics;

/// <summary>What one instrument measured: a family of the text format.</summary>
internal sealed class MetricFamily
{
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly SeriesTable _series;
    private readonly bool _setsValue;

    public MetricFamily(Instrument instrument)
    {
        Kind = KindOf(instrument);
        Name = PrometheusText.Name(instrument.Name, instrument.Unit, Kind);
        Help = PrometheusText.Help(instrument.Description ?? instrument.Name);
        Bounds = Kind == MetricKind.Histogram ? BoundsOf(instrument) : [];
        IsObservable = instrument.IsObservable;
        _setsValue = instrument.IsObservable || instrument is Gauge<long> or Gauge<int> or Gauge<double>;
        _series = new SeriesTable(Bounds);
    }

    public string Name { get; }

    public byte[] Help { get; }

    public MetricKind Kind { get; }

    public double[] Bounds { get; }

    /// <summary>Whether it is measured when somebody looks: then a series that nobody measures any more is left out.</summary>
    public bool IsObservable { get; }

    /// <summary>The look that is under way, for observable instruments.</summary>
    public long Generation { get; set; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = _series.Find(tags);
        if (Kind == MetricKind.Histogram)
        {
            series.Observe(value);
        }
        else if (_setsValue)
        {
            series.Set(value);
            series.Generation = Generation;
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Adds what there is to show.</summary>
    public void CopyTo(List<Series> list)
    {
        _series.CopyTo(list);
        if (IsObservable)
        {
            list.RemoveAll(series => series.Generation != Generation);
        }
    }

    private static MetricKind KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> or Histogram<long> or Histogram<int> => MetricKind.Histogram,
        Counter<long> or Counter<int> or Counter<double> => MetricKind.Counter,
        ObservableCounter<long> or ObservableCounter<int> or ObservableCounter<double> => MetricKind.Counter,
        _ => MetricKind.Gauge,
    };

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => UsualBounds,
    };
}

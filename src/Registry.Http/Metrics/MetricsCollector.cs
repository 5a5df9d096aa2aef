using System.Buffers;
using System.Diagnostics.Metrics;
using Registry.Core.Diagnostics;

namespace Registry.Http.Metrics;

/// <summary>Adds up what the instruments of one registry measure, from its start on, and writes it as Prometheus text.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private long _generation;

    public MetricsCollector(RegistryMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The very meter, not its name: another registry in this process has one of the same name.
            if (ReferenceEquals(instrument.Meter, metrics.Meter) && Add(instrument) is { } family)
            {
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        lock (_gate)
        {
            _generation++;
            foreach (var family in _families.Values)
            {
                family.Generation = _generation;
            }

            _listener.RecordObservableInstruments();
            var writer = new PrometheusWriter(output);
            foreach (var family in _families.Values)
            {
                writer.Write(family);
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Null where the name is taken: two families of one name would make the whole text unreadable.</summary>
    private MetricFamily? Add(Instrument instrument)
    {
        var family = new MetricFamily(instrument);
        lock (_gate)
        {
            return _families.TryAdd(family.Name, family) ? family : null;
        }
    }
}

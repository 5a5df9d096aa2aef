using System.Diagnostics.Metrics;
using Registry.Core.Diagnostics;

namespace Registry.Core.Health.Probing;

/// <summary>What probes cost and find, for the registry's meter.</summary>
internal sealed class ProbeMetrics(RegistryMetrics metrics)
{
    private readonly Counter<long> _probes = metrics.Meter.CreateCounter<long>("registry.probes", "{probe}", "Probes of this instance, by result");

    private readonly Histogram<double> _duration = metrics.Meter.CreateHistogram(
        "registry.probes.duration", "s", "From a probe's start to the end of what was read, by result", null, Buckets.Seconds);

    /// <param name="result">How it ended.</param>
    /// <param name="seen">Null where nothing could be observed.</param>
    public void Ended(ProbeResult result, ProbeObservation? seen)
    {
        var tag = KeyValuePair.Create<string, object?>("result", Word(result));
        _probes.Add(1, tag);
        if (seen is { } answer)
        {
            _duration.Record(answer.ResponseTimeMs / 1000.0, tag);
        }
    }

    private static string Word(ProbeResult result) => result switch
    {
        ProbeResult.Succeeded => "succeeded",
        ProbeResult.Failed => "failed",
        _ => "skipped",
    };
}

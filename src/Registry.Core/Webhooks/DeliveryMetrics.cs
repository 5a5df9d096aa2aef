using System.Diagnostics.Metrics;
using Registry.Core.Diagnostics;

namespace Registry.Core.Webhooks;

/// <summary>What webhooks cost and how they fare, for the registry's meter.</summary>
internal sealed class DeliveryMetrics(RegistryMetrics metrics)
{
    private readonly Counter<long> _deliveries = metrics.Meter.CreateCounter<long>(
        "registry.deliveries", "{delivery}", "Attempts of this instance to deliver an event, by result");

    private readonly Histogram<double> _duration = metrics.Meter.CreateHistogram(
        "registry.deliveries.duration", "s", "From an attempt's start to the head of the answer, by result", null, Buckets.Seconds);

    public void Ended(DeliveryResult result, TimeSpan duration)
    {
        var tag = KeyValuePair.Create<string, object?>("result", Word(result));
        _deliveries.Add(1, tag);
        _duration.Record(duration.TotalSeconds, tag);
    }

    /// <param name="held">Events that wait for another attempt.</param>
    /// <param name="dead">Events that were given up.</param>
    public void Watch(Func<long> held, Func<long> dead)
    {
        if (!ReferenceEquals(metrics, RegistryMetrics.Silent))
        {
            metrics.Meter.CreateObservableGauge("registry.deliveries.held", held, "{event}", "Events that failed, or wait behind one that failed, as this instance knows it");
            metrics.Meter.CreateObservableGauge("registry.deliveries.dead_letters", dead, "{event}", "Dead letters that are kept, as this instance knows it");
        }
    }

    private static string Word(DeliveryResult result) => result switch
    {
        DeliveryResult.Delivered => "delivered",
        DeliveryResult.Failed => "failed",
        DeliveryResult.Dead => "dead",
        _ => "gone",
    };
}

using System.Collections.Concurrent;
using Registry.Core.Agents;

namespace Registry.Core.Resolution.Providers;

/// <summary>A moving average of the reported latencies of each agent, on this instance. Of successes only: failing fast is no speed.</summary>
internal sealed class LatencyTable
{
    /// <summary>Weight of the newest.</summary>
    private const double Alpha = 0.2;

    private readonly ConcurrentDictionary<string, Average> _averages = new(StringComparer.Ordinal);

    public void Report(Agent agent, double latencyMs) =>
        _averages.AddOrUpdate(
            agent.Id,
            static (_, report) => new Average(report.Epoch, report.LatencyMs),
            static (_, known, report) => new Average(
                report.Epoch, known.Epoch == report.Epoch ? (Alpha * report.LatencyMs) + ((1 - Alpha) * known.Milliseconds) : report.LatencyMs),
            (agent.Epoch, LatencyMs: latencyMs));

    /// <summary>Milliseconds; null before the first report.</summary>
    public double? Of(Agent agent) =>
        _averages.TryGetValue(agent.Id, out var average) && average.Epoch == agent.Epoch ? average.Milliseconds : null;

    public void Forget(string id) => _averages.TryRemove(id, out _);

    private sealed record Average(long Epoch, double Milliseconds);
}

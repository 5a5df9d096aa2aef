using System.Diagnostics.Metrics;
using Registry.Core.Diagnostics;
using Registry.Core.Health.Probing;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>What calls of hooks cost and come to, for the registry's meter.</summary>
internal sealed class HookMetrics(RegistryMetrics metrics)
{
    private readonly Counter<long> _calls = metrics.Meter.CreateCounter<long>("registry.hooks", "{call}", "Calls of hooks by this instance, by result");

    private readonly Histogram<double> _duration = metrics.Meter.CreateHistogram(
        "registry.hooks.duration", "s", "From a call's start to the end of what was read of its answer, by result", null, Buckets.Seconds);

    public void Ended(HookPoint point, HookAnswer answer, TimeSpan duration)
    {
        var (hook, result) = (Hook(point), Result(answer.IsOk ? "ok" : answer.Error == ProbeError.None ? "refused" : "failed"));
        _calls.Add(1, hook, result);
        _duration.Record(duration.TotalSeconds, hook, result);
    }

    /// <summary>Never sent: too many wait.</summary>
    public void Dropped(HookPoint point) => _calls.Add(1, Hook(point), Result("dropped"));

    private static KeyValuePair<string, object?> Hook(HookPoint point) => new("hook", HookPoints.Words[point]);

    private static KeyValuePair<string, object?> Result(string result) => new("result", result);
}

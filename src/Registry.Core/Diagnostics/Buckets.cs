using System.Diagnostics.Metrics;

namespace Registry.Core.Diagnostics;

/// <summary>Bounds of histograms.</summary>
public static class Buckets
{
    /// <summary>Seconds. Those that OpenTelemetry's convention gives for <c>http.server.request.duration</c>, and 1 ms below them: reads come from memory.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    /// <summary>Commands in a transaction: 49 registrations are the most that fit.</summary>
    public static InstrumentAdvice<long> GroupSize { get; } = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 30, 40, 50, 75, 100],
    };
}

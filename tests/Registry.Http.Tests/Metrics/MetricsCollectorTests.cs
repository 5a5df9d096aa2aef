using System.Diagnostics.Metrics;
using System.Text;
using Registry.Core.Diagnostics;
using Registry.Http.Bodies;
using Registry.Http.Metrics;
using Xunit;

namespace Registry.Http.Tests.Metrics;

/// <summary>The text that instruments become.</summary>
public sealed class MetricsCollectorTests : IDisposable
{
    private readonly RegistryMetrics _metrics = new();
    private readonly MetricsCollector _collector;

    public MetricsCollectorTests() => _collector = new MetricsCollector(_metrics);

    [Theory]
    [InlineData("registry.bytes.sent", "By", "registry_bytes_sent_bytes_total")]
    [InlineData("registry.cpu.time", "s", "registry_cpu_time_seconds_total")]
    [InlineData("registry.things", "{thing}", "registry_things_total")]
    [InlineData("registry.odd-name/x", null, "registry_odd_name_x_total")]
    public void Counter_OfAnyName_IsNamedByTheRules(string instrument, string? unit, string expected)
    {
        _metrics.Meter.CreateCounter<long>(instrument, unit, "Things").Add(2);

        Assert.Equal(2, Assert.Single(Read()[expected].Samples).Value);
    }

    [Fact]
    public void Labels_WithEverythingThatNeedsEscaping_ComeBackAsTheyWere()
    {
        var hostile = "a\"b\\c\nd\\n,e=\"f\"} 1 é€";
        _metrics.Meter.CreateCounter<long>("registry.hostile", null, "Help with \\ and\nnew line")
            .Add(1, KeyValuePair.Create<string, object?>("some.label", hostile), KeyValuePair.Create<string, object?>("absent", null));
        var family = Read()["registry_hostile_total"];

        Assert.Equal("Help with \\\\ and\\nnew line", family.Help);
        var label = Assert.Single(Assert.Single(family.Samples).Labels);
        Assert.Equal(KeyValuePair.Create("some_label", hostile), label);
    }

    [Fact]
    public void Histogram_WithAdvice_CountsEachValueInItsBucket()
    {
        var histogram = _metrics.Meter.CreateHistogram("registry.wait", "s", "Waits", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10] });
        foreach (var value in new[] { 0.05, 0.1, 0.5, 20 })
        {
            histogram.Record(value, KeyValuePair.Create<string, object?>("kind", "a"));
        }

        var samples = Read()["registry_wait_seconds"].Samples;
        Assert.Equal([2d, 3, 3, 4], samples.Where(sample => sample["le"] is not null).Select(sample => sample.Value));
        Assert.Equal(["0.1", "1", "10", "+Inf"], samples.Where(sample => sample["le"] is not null).Select(sample => sample["le"]));
        Assert.Equal(20.65, samples[^2].Value, 6);
    }

    [Fact]
    public void ObservableGauge_ThatNoLongerMeasuresALabel_LeavesItOut()
    {
        var measured = new List<string> { "a", "b" };
        _metrics.Meter.CreateObservableGauge(
            "registry.seen", () => measured.Select(name => new Measurement<long>(1, KeyValuePair.Create<string, object?>("name", name))), null, "Seen");
        Assert.Equal(2, Read()["registry_seen"].Samples.Count);
        measured.Remove("a");

        Assert.Equal("b", Assert.Single(Read()["registry_seen"].Samples)["name"]);
    }

    [Fact]
    public void Counter_WithEndlessLabels_IsBoundedAndLosesNothing()
    {
        var counter = _metrics.Meter.CreateCounter<long>("registry.endless", null, "Endless");
        for (var i = 0; i < 5000; i++)
        {
            counter.Add(1, KeyValuePair.Create<string, object?>("id", i));
        }

        var samples = Read()["registry_endless_total"].Samples;
        Assert.Equal(SeriesTable.Limit + 1, samples.Count);
        Assert.Equal(5000, samples.Sum(sample => sample.Value));
        Assert.Equal(4000, samples.Single(sample => sample["otel_metric_overflow"] == "true").Value);
    }

    [Fact]
    public async Task Histogram_WrittenByManyWhileItIsRead_StaysConsistentAndLosesNothing()
    {
        var histogram = _metrics.Meter.CreateHistogram<double>("registry.busy", "s", "Busy");
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                histogram.Record(0.25, KeyValuePair.Create<string, object?>("kind", (i % 7) + writer));
            }
        })).ToList();
        while (!writers.TrueForAll(writer => writer.IsCompleted))
        {
            // Reading is checking: see PrometheusReader.
            Read();
            await Task.Yield();
        }

        await Task.WhenAll(writers);
        var samples = Read()["registry_busy_seconds"].Samples;
        Assert.Equal(80_000, samples.Where(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal)).Sum(sample => sample.Value));
        Assert.Equal(20_000, samples.Where(sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal)).Sum(sample => sample.Value), 3);
    }

    [Fact]
    public void Instrument_WhoseNameIsTaken_IsLeftOut()
    {
        _metrics.Meter.CreateCounter<long>("registry.twin", null, "One").Add(1);
        _metrics.Meter.CreateCounter<long>("registry_twin", null, "Other").Add(5);

        Assert.Equal(1, Assert.Single(Read()["registry_twin_total"].Samples).Value);
    }

    [Fact]
    public void Measurement_OfAKnownSeries_AllocatesNothing()
    {
        var histogram = _metrics.Meter.CreateHistogram("registry.hot", "s", "Hot", null, Buckets.Seconds);
        var status = (object)200;
        Measure();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Measure();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Measure() => histogram.Record(
            0.002,
            KeyValuePair.Create<string, object?>("http.request.method", "GET"),
            KeyValuePair.Create<string, object?>("http.route", "/agents"),
            KeyValuePair.Create<string, object?>("http.response.status_code", status));
    }

    [Theory]
    [InlineData("# TYPE a counter\na 1\n")]
    [InlineData("# HELP a_total x\n# TYPE a_total counter\na_total 1")]
    [InlineData("# HELP a_total x\n# TYPE a_total counter\nb_total 1\n")]
    [InlineData("# HELP a_total x\n# TYPE a_total counter\na_total{b=\"c} 1\n")]
    [InlineData("# HELP a_total x\n# TYPE a_total counter\na_total{b=\"\\x\"} 1\n")]
    [InlineData("# HELP a_total x\n# TYPE a_total counter\na_total 1\na_total 2\n")]
    [InlineData("# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n")]
    [InlineData("# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n")]
    public void Reader_OfWrongText_Refuses(string text) => Assert.Throws<FormatException>(() => PrometheusReader.Read(text));

    public void Dispose()
    {
        _collector.Dispose();
        _metrics.Dispose();
    }

    private IReadOnlyDictionary<string, PrometheusFamily> Read()
    {
        using var buffer = new PooledBuffer(1024);
        _collector.WriteTo(buffer);
        return buffer.Length == 0 ? new Dictionary<string, PrometheusFamily>() : PrometheusReader.Read(Encoding.UTF8.GetString(buffer.Written.Span));
    }
}

using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Diagnostics;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Http.Metrics;
using Registry.Tables.InMemory;
using Xunit;

namespace Registry.Http.Tests.Metrics;

/// <summary>Documentation, dashboard and alerts name the metrics that there are.</summary>
public sealed partial class OperationsDocsTests
{
    private const string Docs = "docs/operations.md";
    private const string Dashboard = "infra/observability/grafana-dashboard.json";
    private const string Alerts = "infra/observability/alerts.yml";

    // A label that looks like a metric.
    private const string ShardLabel = "registry_shard";

    [Fact]
    public void Table_OfTheDocs_HasEveryInstrumentAndNoOther()
    {
        var documented = Row().Matches(Text(Docs)).Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value)).Order();

        Assert.Equal(Instruments().Select(instrument => (instrument.Name, PrometheusName(instrument), KindOf(instrument).ToString().ToLowerInvariant())).Order(), documented);
    }

    [Theory]
    [InlineData(Docs)]
    [InlineData(Dashboard)]
    [InlineData(Alerts)]
    public void Metric_ThatAFileNames_Exists(string file)
    {
        var known = Instruments().SelectMany(Samples).Append(ShardLabel).ToHashSet(StringComparer.Ordinal);
        var named = Metric().Matches(Text(file)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void Dashboard_Always_ShowsEveryMetric()
    {
        var text = Text(Dashboard);
        using var parsed = JsonDocument.Parse(text);

        Assert.True(parsed.RootElement.GetProperty("panels").GetArrayLength() > 0);
        Assert.All(Instruments(), instrument => Assert.Contains(PrometheusName(instrument), text, StringComparison.Ordinal));
    }

    [Fact]
    public void Alert_Always_HasAChapterThatSaysWhatToDo()
    {
        var alerts = Alert().Matches(Text(Alerts)).Select(match => match.Groups[1].Value).ToList();
        var chapters = Chapter().Matches(Text(Docs)).Select(match => match.Groups[1].Value);

        Assert.NotEmpty(alerts);
        Assert.Equal(alerts.Order(StringComparer.Ordinal), chapters.Order(StringComparer.Ordinal));
        Assert.All(alerts, alert => Assert.Contains("#" + alert.ToLowerInvariant(), Text(Alerts), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Label_ThatIsMeasured_IsInTheDocs()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        using var beat = await host.SendAsync("POST", "/agents/a/heartbeat", "{}");
        using var sweep = await host.SendAsync("POST", "/sweep");
        var scrape = await Scrape.OfAsync(host);
        var rows = Text(Docs).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();

        foreach (var family in scrape.Families.Values)
        {
            var row = Assert.Single(rows, line => line.Contains($"`{family.Name}`", StringComparison.Ordinal));
            var labels = family.Samples.SelectMany(sample => sample.Labels).Select(label => label.Key).Where(label => label != "le").Distinct();
            Assert.All(labels, label => Assert.Contains($"`{label}`", row, StringComparison.Ordinal));
        }
    }

    /// <summary>All instruments of a registry and its HTTP surface, measured or not.</summary>
    private static List<Instrument> Instruments()
    {
        var time = TimeProvider.System;
        var counters = new TableCounters();
        using var metrics = new RegistryMetrics(counters);
        var clock = new StorageClock(time);
        _ = new AgentRegistry(new InMemoryTable(time, clock, counters), clock, time, Entropy.System, new RegistryOptions(), metrics: metrics);
        _ = new HttpMetrics(metrics);
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
            {
                instruments.Add(instrument);
            }
        };
        listener.Start();
        return instruments;
    }

    private static IEnumerable<string> Samples(Instrument instrument)
    {
        var name = PrometheusName(instrument);
        return KindOf(instrument) == MetricKind.Histogram ? [name, name + "_bucket", name + "_sum", name + "_count"] : [name];
    }

    private static MetricKind KindOf(Instrument instrument) => new MetricFamily(instrument).Kind;

    private static string PrometheusName(Instrument instrument) => new MetricFamily(instrument).Name;

    private static string Text(string file)
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Registry.Functions.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("There is no solution around the tests.");
        }

        return File.ReadAllText(Path.Combine(directory, file));
    }

    [GeneratedRegex(@"^\| `([a-z._]+)` \| `([a-z_]+)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\b(?:registry|http_server)_[a-z_]*[a-z]\b(?!_)")]
    private static partial Regex Metric();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"^### (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Chapter();
}

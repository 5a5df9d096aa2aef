using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Configuration;
using Registry.Core.Diagnostics;
using Registry.Functions.Telemetry;

namespace Registry.Functions.Tests.Telemetry;

public sealed class OtlpTelemetryTests
{
    [Theory]
    [InlineData(null, null, null, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", null, null, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", null, null, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", null, null, false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_EXPORTER", "none", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_METRICS_EXPORTER", "none", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_SDK_DISABLED", "true", false, false)]
    public void Start_Always_MakesOnlyWhatIsAskedFor(string? endpoint, string? setting, string? value, bool metrics, bool traces)
    {
        var settings = new Dictionary<string, string?>();
        if (endpoint is not null)
        {
            // Nothing listens there: ending is bounded all the same.
            settings[endpoint] = "http://127.0.0.1:1";
            settings["OTEL_EXPORTER_OTLP_TIMEOUT"] = "100";
        }

        if (setting is not null)
        {
            settings[setting] = value;
        }

        using var telemetry = OtlpTelemetry.Start(Configuration(settings));

        Assert.Equal(metrics, telemetry.SendsMetrics);
        Assert.Equal(traces, telemetry.SendsTraces);
    }

    [Fact]
    public async Task Dispose_WithACollector_HasSentMetricsAndTraces()
    {
        await using var collector = await Collector.StartAsync();
        var configuration = Configuration(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=trial",
        });
        using (OtlpTelemetry.Start(configuration))
        {
            using var metrics = new RegistryMetrics();
            metrics.Meter.CreateCounter<long>("registry.trial").Add(3);
            using var source = new ActivitySource(RegistryActivities.SourceName);
            source.StartActivity("registry.trial.span")?.Dispose();
        }

        var sent = collector.Received.ToDictionary(request => request.Path, request => Encoding.Latin1.GetString(request.Body));
        Assert.Contains("registry.trial", sent["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("registry.trial.span", sent["/v1/traces"], StringComparison.Ordinal);
        Assert.All(sent.Values, body =>
        {
            Assert.Contains("agent-registry", body, StringComparison.Ordinal);
            Assert.Contains("trial", body, StringComparison.Ordinal);
            Assert.Contains("deployment.environment.name", body, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Start_WithAServiceName_UsesIt()
    {
        await using var collector = await Collector.StartAsync();
        var configuration = Configuration(new()
        {
            ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = collector.Address + "/v1/metrics",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "registry-of-the-west",
        });
        using (OtlpTelemetry.Start(configuration))
        {
            using var metrics = new RegistryMetrics();
            metrics.Meter.CreateCounter<long>("registry.trial").Add(3);
        }

        var body = Encoding.Latin1.GetString(Assert.Single(collector.Received).Body);
        Assert.Contains("registry-of-the-west", body, StringComparison.Ordinal);
        Assert.DoesNotContain("agent-registry", body, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}

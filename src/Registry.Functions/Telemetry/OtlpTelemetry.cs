using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Registry.Core.Diagnostics;

namespace Registry.Functions.Telemetry;

/// <summary>
/// Sends metrics and traces to an OTLP collector, if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (or its form for one signal) is set. The
/// exporter itself reads that and the other standard settings: <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>_HEADERS</c>, <c>_TIMEOUT</c>,
/// <c>OTEL_SERVICE_NAME</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>, <c>OTEL_METRIC_EXPORT_INTERVAL</c>, <c>OTEL_TRACES_SAMPLER</c>, ….
/// Without an endpoint nothing is made, and nobody listens.
/// </summary>
internal sealed class OtlpTelemetry : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Metrics = "METRICS";
    private const string Traces = "TRACES";
    private const string AspNetCoreSource = "Microsoft.AspNetCore";
    private const string ServiceName = "agent-registry";
    private const string NoExporter = "none";

    // A collector that is gone does not keep the app from ending.
    private const int FlushMs = 5000;

    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    private OtlpTelemetry(MeterProvider? metrics, TracerProvider? traces) => (_metrics, _traces) = (metrics, traces);

    public bool SendsMetrics => _metrics is not null;

    public bool SendsTraces => _traces is not null;

    /// <param name="configuration">Settings from wherever they come; the SDK is given the same.</param>
    public static OtlpTelemetry Start(IConfiguration configuration) => new(
        IsWanted(configuration, Metrics) ? Meters(configuration) : null,
        IsWanted(configuration, Traces) ? Tracers(configuration) : null);

    /// <summary>Sends what is left, within a bound.</summary>
    public void Dispose()
    {
        _traces?.Shutdown(FlushMs);
        _metrics?.Shutdown(FlushMs);
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static bool IsWanted(IConfiguration configuration, string signal) =>
        !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(configuration[$"OTEL_{signal}_EXPORTER"], NoExporter, StringComparison.OrdinalIgnoreCase)
        && !(string.IsNullOrWhiteSpace(configuration[Endpoint]) && string.IsNullOrWhiteSpace(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]));

    private static MeterProvider Meters(IConfiguration configuration) => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .ConfigureResource(Describe)
        .AddMeter(RegistryMetrics.MeterName, "System.Runtime")
        .AddOtlpExporter(options => SignalSettings.Apply(options, configuration, Metrics))
        .Build();

    private static TracerProvider Tracers(IConfiguration configuration) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .ConfigureResource(Describe)
        .AddSource(RegistryActivities.SourceName, AspNetCoreSource)
        .AddOtlpExporter(options => SignalSettings.Apply(options, configuration, Traces))
        .Build();

    // The name is what OTEL_SERVICE_NAME says, if it says anything: what is added later counts.
    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddService(ServiceName, serviceVersion: AppVersion.Text)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}

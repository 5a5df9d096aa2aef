using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Registry.Functions.Telemetry;

/// <summary>
/// The standard settings for one signal (<c>OTEL_EXPORTER_OTLP_METRICS_ENDPOINT</c> and so on), which win over those for all. An exporter
/// that is added to one provider does not read them by itself. What can't be read is passed over, as the standard asks.
/// </summary>
internal static class SignalSettings
{
    public static void Apply(OtlpExporterOptions options, IConfiguration configuration, string signal)
    {
        var prefix = $"OTEL_EXPORTER_OTLP_{signal}_";
        if (Uri.TryCreate(configuration[prefix + "ENDPOINT"], UriKind.Absolute, out var endpoint))
        {
            options.Endpoint = endpoint;
        }

        if (!string.IsNullOrWhiteSpace(configuration[prefix + "HEADERS"]))
        {
            options.Headers = configuration[prefix + "HEADERS"];
        }

        if (int.TryParse(configuration[prefix + "TIMEOUT"], NumberStyles.None, CultureInfo.InvariantCulture, out var timeout))
        {
            options.TimeoutMilliseconds = timeout;
        }

        options.Protocol = configuration[prefix + "PROTOCOL"] switch
        {
            "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            _ => options.Protocol,
        };
    }
}

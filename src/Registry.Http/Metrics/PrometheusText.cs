using System.Globalization;
using System.Text;

namespace Registry.Http.Metrics;

/// <summary>
/// Names, labels and help of the Prometheus text format 0.0.4, by OpenTelemetry's rules for conversion
/// (https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/).
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private const string Total = "_total";

    /// <summary><c>registry.shard.age</c> in <c>s</c> is <c>registry_shard_age_seconds</c>; a counter ends in <c>_total</c>; a unit in braces is a remark.</summary>
    public static string Name(string instrument, string? unit, MetricKind kind)
    {
        var name = Identifier(instrument, allowColon: true);
        if (UnitWord(unit, kind) is { } word && !name.EndsWith("_" + word, StringComparison.Ordinal))
        {
            name += "_" + word;
        }

        return kind == MetricKind.Counter && !name.EndsWith(Total, StringComparison.Ordinal) ? name + Total : name;
    }

    /// <summary>Without braces. A tag without a value is no label.</summary>
    public static byte[] Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (value is null)
            {
                continue;
            }

            text.Append(text.Length == 0 ? "" : ",").Append(Identifier(key, allowColon: false)).Append("=\"");
            Escape(text, ValueOf(value), quotes: true);
            text.Append('"');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Help(string description)
    {
        var text = new StringBuilder();
        Escape(text, description, quotes: false);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string? UnitWord(string? unit, MetricKind kind) => unit switch
    {
        null or "" => null,
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "1" => kind == MetricKind.Gauge ? "ratio" : null,
        _ => unit[0] == '{' ? null : Identifier(unit, allowColon: false),
    };

    private static string Identifier(string name, bool allowColon)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            var fits = char.IsAsciiLetterOrDigit(character) || character == '_' || (allowColon && character == ':');
            text.Append(fits ? character : '_');
        }

        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }

    private static string ValueOf(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void Escape(StringBuilder text, string value, bool quotes)
    {
        foreach (var character in value)
        {
            _ = character switch
            {
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '"' when quotes => text.Append("\\\""),
                _ => text.Append(character),
            };
        }
    }
}

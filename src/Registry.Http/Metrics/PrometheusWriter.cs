using System.Buffers;
using System.Globalization;
using System.Text;

namespace Registry.Http.Metrics;

/// <summary>Writes families as Prometheus text.</summary>
internal sealed class PrometheusWriter(IBufferWriter<byte> output)
{
    // The longest form of a double has 24 characters.
    private const int NumberLength = 32;

    private readonly List<Series> _series = [];

    public void Write(MetricFamily family)
    {
        _series.Clear();
        family.CopyTo(_series);
        if (_series.Count == 0)
        {
            return;
        }

        Text("# HELP "u8, family.Name, " "u8);
        output.Write(family.Help);
        Text("\n# TYPE "u8, family.Name, TypeOf(family.Kind));
        foreach (var series in _series)
        {
            if (family.Kind == MetricKind.Histogram)
            {
                WriteHistogram(family, series);
            }
            else
            {
                Sample(family.Name, ""u8, series.Labels, series.Value);
            }
        }
    }

    private static ReadOnlySpan<byte> TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => " counter\n"u8,
        MetricKind.Histogram => " histogram\n"u8,
        _ => " gauge\n"u8,
    };

    private void WriteHistogram(MetricFamily family, Series series)
    {
        // The count is what the buckets add up to, so that it agrees with them while others go on measuring.
        var count = 0L;
        for (var i = 0; i <= family.Bounds.Length; i++)
        {
            count += series.Bucket(i);
            Text(""u8, family.Name, "_bucket{"u8);
            output.Write(series.Labels);
            output.Write(series.Labels.Length == 0 ? "le=\""u8 : ",le=\""u8);
            Number(i == family.Bounds.Length ? double.PositiveInfinity : family.Bounds[i]);
            output.Write("\"} "u8);
            Number(count);
            output.Write("\n"u8);
        }

        Sample(family.Name, "_sum"u8, series.Labels, series.Value);
        Sample(family.Name, "_count"u8, series.Labels, count);
    }

    private void Sample(string name, ReadOnlySpan<byte> suffix, byte[] labels, double value)
    {
        Text(""u8, name, suffix);
        if (labels.Length > 0)
        {
            output.Write("{"u8);
            output.Write(labels);
            output.Write("}"u8);
        }

        output.Write(" "u8);
        Number(value);
        output.Write("\n"u8);
    }

    private void Text(ReadOnlySpan<byte> before, string text, ReadOnlySpan<byte> after)
    {
        output.Write(before);
        Encoding.UTF8.GetBytes(text, output);
        output.Write(after);
    }

    private void Number(double value)
    {
        if (!double.IsFinite(value))
        {
            output.Write(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }

        var span = output.GetSpan(NumberLength);
        value.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}

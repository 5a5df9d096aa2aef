using System.Globalization;
using System.Text;

namespace Registry.Http.Tests.Metrics;

/// <summary>
/// A strict reader of the text format 0.0.4: everything that a scraper may refuse is a <see cref="FormatException"/> here, with the line.
/// </summary>
internal sealed class PrometheusReader
{
    private readonly Dictionary<string, PrometheusFamily> _families = new(StringComparer.Ordinal);
    private PrometheusFamily? _family;
    private string? _helpName;
    private string _help = "";

    public static IReadOnlyDictionary<string, PrometheusFamily> Read(string text)
    {
        Require(text.EndsWith('\n'), "the last line does not end", text.Length > 80 ? text[^80..] : text);
        Require(!text.Contains('\r', StringComparison.Ordinal), "a carriage return", "");
        var reader = new PrometheusReader();
        foreach (var line in text[..^1].Split('\n'))
        {
            reader.ReadLine(line);
        }

        foreach (var family in reader._families.Values)
        {
            Check(family);
        }

        return reader._families;
    }

    private void ReadLine(string line)
    {
        if (line.StartsWith("# HELP ", StringComparison.Ordinal))
        {
            (_helpName, _help) = Split(line[7..], line);
            Require(IsName(_helpName, colon: true), "a bad name", line);
            Unescape(_help, quotes: false, line);
        }
        else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            var (name, type) = Split(line[7..], line);
            Require(name == _helpName, "TYPE does not follow the HELP of its family", line);
            Require(type is "counter" or "gauge" or "histogram", "an unknown type", line);
            _family = new PrometheusFamily(name, _help, type);
            Require(_families.TryAdd(name, _family), "a family twice", line);
            _helpName = null;
        }
        else
        {
            Require(!line.StartsWith('#') && line.Length > 0, "neither HELP, TYPE nor a sample", line);
            var sample = ReadSample(line);
            Require(_family is not null && _helpName is null && Belongs(sample.Name, _family), "a sample outside its family", line);
            _family!.Samples.Add(sample);
        }
    }

    private static bool Belongs(string name, PrometheusFamily family) => family.Type == "histogram"
        ? name == family.Name + "_bucket" || name == family.Name + "_sum" || name == family.Name + "_count"
        : name == family.Name;

    private static PrometheusSample ReadSample(string line)
    {
        var end = line.IndexOfAny(['{', ' ']);
        Require(end > 0 && IsName(line[..end], colon: true), "a bad name", line);
        var at = end;
        var labels = new List<KeyValuePair<string, string>>();
        if (line[at] == '{')
        {
            at = ReadLabels(line, at + 1, labels);
        }

        Require(at < line.Length && line[at] == ' ', "no space before the value", line);
        return new PrometheusSample(line[..end], labels, Number(line[(at + 1)..], line));
    }

    /// <summary>Reads up to and with the closing brace.</summary>
    private static int ReadLabels(string line, int at, List<KeyValuePair<string, string>> labels)
    {
        while (true)
        {
            var equals = line.IndexOf('=', at);
            Require(equals > at && IsName(line[at..equals], colon: false), "a bad label name", line);
            Require(equals + 1 < line.Length && line[equals + 1] == '"', "a label value without a quote", line);
            var close = equals + 2;
            while (close < line.Length && line[close] != '"')
            {
                close += line[close] == '\\' ? 2 : 1;
            }

            Require(close + 1 < line.Length, "a label value without an end", line);
            var name = line[at..equals];
            Require(labels.TrueForAll(label => label.Key != name), "a label twice", line);
            labels.Add(KeyValuePair.Create(name, Unescape(line[(equals + 2)..close], quotes: true, line)));
            Require(line[close + 1] is ',' or '}', "neither a comma nor a brace after a label", line);
            at = close + 2;
            if (line[close + 1] == '}')
            {
                return at;
            }
        }
    }

    private static string Unescape(string text, bool quotes, string line)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                Require(!quotes || text[i] != '"', "a bare quote", line);
                result.Append(text[i]);
                continue;
            }

            Require(++i < text.Length && (text[i] is '\\' or 'n' || (quotes && text[i] == '"')), "a bad escape", line);
            result.Append(text[i] == 'n' ? '\n' : text[i]);
        }

        return result.ToString();
    }

    private static double Number(string text, string line) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ when double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw new FormatException("not a number: " + line),
    };

    private static void Check(PrometheusFamily family)
    {
        Require(family.Help.Length > 0, "no help", family.Name);
        Require(family.Samples.Count > 0, "no samples", family.Name);
        Require((family.Type == "counter") == family.Name.EndsWith("_total", StringComparison.Ordinal), "a counter's name ends in _total, no other's does", family.Name);
        var names = family.Samples.Select(sample => sample.Name + '{' + string.Join(',', sample.Labels.Select(label => label.Key + '=' + label.Value)));
        Require(names.Distinct(StringComparer.Ordinal).Count() == family.Samples.Count, "a series twice", family.Name);
        if (family.Type == "counter")
        {
            Require(family.Samples.TrueForAll(sample => sample.Value >= 0), "a negative counter", family.Name);
        }

        if (family.Type == "histogram")
        {
            foreach (var series in family.Samples.GroupBy(sample => sample.SeriesKey, StringComparer.Ordinal))
            {
                CheckHistogram(family.Name, [.. series]);
            }
        }
    }

    private static void CheckHistogram(string name, List<PrometheusSample> samples)
    {
        var buckets = samples.FindAll(sample => sample.Name == name + "_bucket");
        Require(buckets.Count == samples.Count - 2 && buckets.Count > 0, "not buckets, one sum and one count", name);
        Require(samples[^2].Name == name + "_sum" && samples[^1].Name == name + "_count", "sum and count do not follow the buckets", name);
        var bounds = buckets.ConvertAll(bucket => Number(bucket["le"] ?? throw new FormatException("a bucket without a bound: " + name), name));
        Require(double.IsPositiveInfinity(bounds[^1]), "no +Inf bucket", name);
        for (var i = 1; i < buckets.Count; i++)
        {
            Require(bounds[i] > bounds[i - 1], "bounds do not ascend", name);
            Require(buckets[i].Value >= buckets[i - 1].Value, "buckets do not accumulate", name);
        }

        Require(samples[^1].Value == buckets[^1].Value, "the count is not the +Inf bucket", name);
    }

    private static (string Name, string After) Split(string text, string line)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        Require(space > 0, "no name", line);
        return (text[..space], text[(space + 1)..]);
    }

    private static bool IsName(string text, bool colon) =>
        text.Length > 0
        && !char.IsAsciiDigit(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_' || (colon && character == ':'));

    private static void Require(bool holds, string fault, string where)
    {
        if (!holds)
        {
            throw new FormatException($"{fault}: {where}");
        }
    }
}

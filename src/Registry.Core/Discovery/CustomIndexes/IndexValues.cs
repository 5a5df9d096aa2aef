using System.Globalization;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;

namespace Registry.Core.Discovery.CustomIndexes;

/// <summary>
/// The values of one agent under a path: texts as they are, numbers as they are written and without trailing zeros, true and false. Each element of
/// an array counts, also on the way. Null, objects and what is too long to be asked for count for nothing.
/// </summary>
internal static class IndexValues
{
    /// <summary>Of one agent in one index; what comes after them is left out.</summary>
    public const int MaxValues = 256;

    private const string Metadata = "metadata";

    // As many digits as a decimal has: dividing by it takes trailing zeros away.
    private const decimal One = 1.0000000000000000000000000000m;

    public static IReadOnlyList<string> Of(Registration? registration, IndexDefinition definition)
    {
        if (registration is null)
        {
            return [];
        }

        // Most paths lead into metadata, which is there as JSON: the rest of the registration need not be written for them.
        var ofMetadata = definition.Segments[0] == Metadata;
        var root = ofMetadata ? registration.Metadata : AgentDocument.Registered(registration);
        var values = new List<string>();
        Collect(root.Parse(), definition.Segments.AsSpan(ofMetadata ? 1 : 0), values);
        return values;
    }

    private static void Collect(JsonElement element, ReadOnlySpan<string> path, List<string> values)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (values.Count >= MaxValues)
                {
                    return;
                }

                Collect(item, path, values);
            }
        }
        else if (path.Length == 0)
        {
            AddScalar(element, values);
        }
        else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(path[0], out var member))
        {
            Collect(member, path[1..], values);
        }
    }

    private static void AddScalar(JsonElement element, List<string> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                Add(element.GetString()!, values);
                break;
            case JsonValueKind.Number:
                var written = element.GetRawText();
                Add(written, values);
                Add(Shortest(written), values);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Add(element.ValueKind == JsonValueKind.True ? "true" : "false", values);
                break;
        }
    }

    private static string Shortest(string number) =>
        decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? (value / One).ToString(CultureInfo.InvariantCulture)
            : number;

    private static void Add(string value, List<string> values)
    {
        if (value.Length is > 0 and <= QueryParameters.MaxValueLength && values.Count < MaxValues && !values.Contains(value))
        {
            values.Add(value);
        }
    }
}

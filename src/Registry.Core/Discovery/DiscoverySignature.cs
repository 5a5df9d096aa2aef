using System.Globalization;
using System.Text;

namespace Registry.Core.Discovery;

/// <summary>Filters and order of a query as one text, so that a cursor can tell its own query from another. Values are length-prefixed: none can pass for two.</summary>
internal static class DiscoverySignature
{
    public static string Of(DiscoveryQuery query)
    {
        var text = new StringBuilder(128);
        Append(text, "sort", query.Sort.Key.ToString(), query.Sort.Descending ? "-" : "+");
        Append(text, "type", query.Type?.ToUpperInvariant());
        Append(text, "kind", query.Kind?.ToString());
        Append(text, "capability", Texts(query.Capabilities));
        Append(text, "any_capability", Texts(query.AnyCapability));
        Append(text, "tag", [.. query.Tags]);
        Append(text, "status", [.. query.Statuses.Select(status => status.ToString())]);
        Append(text, "healthy", query.Healthy?.ToString());
        Append(text, "environment", query.Environment);
        Append(text, "version", query.Version?.Text);
        Append(text, "name", query.Name?.Pattern);
        Append(text, "handler", query.Handler);
        Append(text, "lifecycle", query.Lifecycle?.ToString());
        Append(text, "system_type", query.SystemType);
        Append(text, "owner", query.Owner);
        Append(text, "path", query.Path);
        Append(text, "index", [.. query.Indexes.Select(filter => $"{filter.Name}={filter.Value}")]);
        Append(text, "q", [.. query.Words]);
        return text.ToString();
    }

    private static string[] Texts(IReadOnlyList<CapabilityFilter> filters) =>
        [.. filters.Select(filter => filter.Version is null ? filter.Name : $"{filter.Name}@{filter.Version.Text}")];

    // Sorted: the order in which a caller lists values means nothing.
    private static void Append(StringBuilder text, string name, params string?[] values)
    {
        Array.Sort(values, StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}={value.Length}:{value};");
            }
        }
    }
}

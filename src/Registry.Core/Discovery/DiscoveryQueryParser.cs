using System.Globalization;
using Registry.Core.Agents;
using Registry.Core.Discovery.CustomIndexes;
using Registry.Core.Health;
using Registry.Core.Systems;

namespace Registry.Core.Discovery;

/// <summary>Reads a query from a request's parameters and finds everything that is wrong with them.</summary>
internal static class DiscoveryQueryParser
{
    private const int MaxWordsLength = 256;
    private const int MaxWords = 16;
    private const string Path = "path";
    internal const string CapabilityForm = "A capability is a name, or name@range with a version range as npm has them.";

    private static readonly string KindForm = OneOf(AgentWords.Kind);
    private static readonly string StatusForm = OneOf(AgentWords.Status);
    private static readonly string LifecycleForm = OneOf(AgentWords.Lifecycle);
    internal static readonly string LimitForm = string.Create(CultureInfo.InvariantCulture, $"A whole number from 1 to {DiscoveryQuery.MaxLimit}.");

    public static DiscoveryQuery? Parse(IEnumerable<KeyValuePair<string, string>> given, FieldErrors errors, bool byPath = false)
    {
        var parameters = new QueryParameters(given, errors);
        var query = new DiscoveryQuery
        {
            Type = parameters.One("type"),
            Kind = parameters.One<AgentKind>("kind", AgentWords.Kind.TryParse, KindForm),
            Capabilities = parameters.Many<CapabilityFilter>("capability", TryParseCapability, CapabilityForm),
            AnyCapability = parameters.Many<CapabilityFilter>("any_capability", TryParseCapability, CapabilityForm),
            Tags = parameters.Many("tag"),
            Statuses = parameters.Many<HealthStatus>("status", AgentWords.Status.TryParse, StatusForm),
            Healthy = parameters.One<bool>("healthy", TryParseBoolean, "Must be true or false."),
            Environment = parameters.One("environment"),
            Version = ReadVersion(parameters),
            Name = ReadPattern(parameters),
            Handler = parameters.One("handler"),
            Lifecycle = parameters.One<Lifecycle>("lifecycle", AgentWords.Lifecycle.TryParse, LifecycleForm),
            SystemType = ReadSystemType(parameters),
            Owner = parameters.One("owner"),
            Path = parameters.One(byPath ? Path : QueryParameters.Path, 2 * AgentLimits.MaxUrlLength),
            Indexes = ReadIndexes(parameters),
            Words = ReadWords(parameters),
            Sort = parameters.One<DiscoverySort>("sort", DiscoverySort.TryParse, DiscoverySort.Expected) ?? default,
            Fields = ReadFields(parameters),
            Limit = parameters.One<int>("limit", TryParseLimit, LimitForm) ?? DiscoveryQuery.MaxLimit,
        };

        if (byPath && query.Path is null && !parameters.Names.Contains(Path))
        {
            errors.Add(Path, "Must be given: where agents lie, as it was registered.");
        }

        if (parameters.One("cursor", DiscoveryCursor.MaxLength) is { } wire)
        {
            if (DiscoveryCursor.TryRead(wire, query, out var cursor))
            {
                query.Cursor = cursor;
            }
            else if (errors.IsEmpty)
            {
                // With a wrong filter nobody can tell whether the cursor is.
                errors.Add("cursor", "Not a cursor that these filters and this order gave.");
            }
        }

        return errors.IsEmpty ? query : null;
    }

    /// <summary>A value may hold a comma: several are asked for by repeating the parameter.</summary>
    private static List<IndexFilter> ReadIndexes(QueryParameters parameters)
    {
        var filters = new List<IndexFilter>();
        foreach (var name in parameters.Names)
        {
            if (!name.StartsWith(QueryParameters.IndexPrefix, StringComparison.Ordinal) || name == QueryParameters.Path)
            {
                continue;
            }

            var index = name[QueryParameters.IndexPrefix.Length..];
            if (!IndexDefinition.IsName(index))
            {
                parameters.Refuse(name.Length <= QueryParameters.MaxValueLength ? name : QueryParameters.IndexPrefix, "There is no index of this name.");
                continue;
            }

            filters.AddRange(parameters.All(name).Select(value => new IndexFilter(index, value)));
        }

        if (filters.Count > QueryParameters.MaxValues)
        {
            parameters.Refuse(QueryParameters.IndexPrefix, $"At most {QueryParameters.MaxValues} values.");
        }

        return filters;
    }

    internal static bool TryParseCapability(string text, out CapabilityFilter filter)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        VersionFilter? version = null;
        filter = new CapabilityFilter(at < 0 ? text : text[..at], null);
        if (at >= 0 && (at + 1 == text.Length || !VersionFilter.TryParse(text[(at + 1)..], out version)))
        {
            return false;
        }

        filter = filter with { Version = version };
        return filter.Name.Length > 0;
    }

    private static VersionFilter? ReadVersion(QueryParameters parameters)
    {
        VersionFilter? version = null;
        if (parameters.One("version") is { } text && !VersionFilter.TryParse(text, out version))
        {
            parameters.Refuse("version", "A version, or a version range as npm has them.");
        }

        return version;
    }

    private static SafeRegex? ReadPattern(QueryParameters parameters)
    {
        SafeRegex? pattern = null;
        if (parameters.One("name", SafeRegex.MaxPatternLength) is { } text && !SafeRegex.TryCreate(text, out pattern, out var error))
        {
            parameters.Refuse("name", error);
        }

        return pattern;
    }

    private static List<string> ReadWords(QueryParameters parameters)
    {
        if (parameters.One("q", MaxWordsLength) is not { } text)
        {
            return [];
        }

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (words.Count > MaxWords)
        {
            parameters.Refuse("q", $"At most {MaxWords} words.");
        }

        return words;
    }

    private static HashSet<string>? ReadFields(QueryParameters parameters)
    {
        var fields = parameters.Many("fields").ToHashSet(StringComparer.Ordinal);
        if (!fields.IsSubsetOf(AgentFields.Known))
        {
            parameters.Refuse("fields", AgentFields.Expected);
        }

        return fields.Count == 0 ? null : fields;
    }

    private static string? ReadSystemType(QueryParameters parameters)
    {
        var type = parameters.One("system_type");
        if (type is not null && !SystemTypes.Contains(type))
        {
            parameters.Refuse("system_type", $"One of {SystemTypes.Listed}.");
        }

        return type;
    }

    private static string OneOf<T>(WordTable<T> words)
        where T : struct, Enum => $"One of {words.ListedWhere(static _ => true)}.";

    internal static bool TryParseBoolean(string text, out bool value)
    {
        value = text == "true";
        return value || text == "false";
    }

    internal static bool TryParseLimit(string text, out int limit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= DiscoveryQuery.MaxLimit;
}

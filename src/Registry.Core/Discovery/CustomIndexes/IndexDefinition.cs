using System.Diagnostics.CodeAnalysis;

namespace Registry.Core.Discovery.CustomIndexes;

/// <summary>What agents are indexed by: a name for queries, and the path of the value in what they registered.</summary>
public sealed record IndexDefinition
{
    public const int MaxNameLength = 64;
    public const int MaxSegments = 8;
    public const int MaxSegmentLength = 128;

    /// <summary>What is right, for error messages.</summary>
    public const string NameRule = "must be 1 to 64 of a-z A-Z 0-9 _ - and no built-in index";

    public const string PathRule =
        "must be a registered member and the way down from it, as metadata.author: at most 8 names of at most 128 characters, separated by dots";

    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "name", "type", "kind", "capabilities", "tags", "metadata", "version", "description", "endpoint", "host", "port", "environment", "ttl_seconds",
        "health_check", "priority", "priority_group", "strategy", "handler", "circuit_breaker", "hooks", "path", "module_name", "last_modified", "system_type",
    };

    private IndexDefinition(string name, string path, string[] segments)
    {
        Name = name;
        Path = path;
        Segments = segments;
    }

    public string Name { get; }

    public string Path { get; }

    internal string[] Segments { get; }

    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-')
        && !BuiltInIndexes.Has(name);

    public static bool TryCreate(string name, string path, FieldErrors errors, [NotNullWhen(true)] out IndexDefinition? definition)
    {
        definition = null;
        if (!IsName(name))
        {
            errors.Add("name", NameRule);
        }

        // Cut before it is split: a text of very many dots must not become very many strings.
        var segments = path.Length <= MaxSegments * (MaxSegmentLength + 1) ? path.Split('.') : [];
        if (segments.Length is 0 or > MaxSegments || !Members.Contains(segments[0]) || segments.Any(static segment => !IsSegment(segment)))
        {
            errors.Add("path", PathRule);
        }
        else if (segments is ["metadata"])
        {
            errors.Add("path", "must go on: metadata itself is an object, and only texts, numbers and truth values are indexed");
        }

        definition = errors.IsEmpty ? new IndexDefinition(name, path, segments) : null;
        return definition is not null;
    }

    public bool Equals(IndexDefinition? other) => other is not null && Name == other.Name && Path == other.Path;

    public override int GetHashCode() => HashCode.Combine(Name, Path);

    private static bool IsSegment(string segment) => segment.Length is > 0 and <= MaxSegmentLength && !segment.Any(char.IsControl);
}

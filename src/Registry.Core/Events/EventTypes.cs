using System.Collections.Frozen;
using Registry.Core.Configuration;
using Registry.Core.Sharding;

namespace Registry.Core.Events;

/// <summary>The types of events, and patterns over them: a type, <c>agent.*</c>, or <c>*</c>.</summary>
public static class EventTypes
{
    public const string Any = "*";

    private const string Wildcard = ".*";

    /// <summary>Every type that a filter may name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ChangeTypes.Registered,
        ChangeTypes.Updated,
        ChangeTypes.Unregistered,
        ChangeTypes.Expired,
        ChangeTypes.StatusChanged,
        ChangeTypes.LifecycleChanged,
        ChangeTypes.CircuitChanged,
        ChangeTypes.DependencyAdded,
        ChangeTypes.DependencyRemoved,
        ChangeTypes.Error,
        ChangeTypes.RegistryError,
        ChangeTypes.ProtectionChanged,
    ];

    /// <summary>Every pattern that matches one of them.</summary>
    private static readonly FrozenSet<string> Patterns = All.SelectMany(PatternsOf).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The audit also has the changes of what operators set: <c>{kind}.created|updated|deleted</c>.</summary>
    private static readonly FrozenSet<string> AuditPatterns = Patterns
        .Concat(ConfigKinds.All.SelectMany(static kind => new[] { $"{kind}.created", $"{kind}.updated", $"{kind}.deleted" }).SelectMany(PatternsOf))
        .ToFrozenSet(StringComparer.Ordinal);

    public static bool IsPattern(string text) => Patterns.Contains(text);

    public static bool IsAuditPattern(string text) => AuditPatterns.Contains(text);

    public static bool Matches(string pattern, string type) =>
        pattern == Any
        || pattern == type
        || (pattern.EndsWith(Wildcard, StringComparison.Ordinal) && type.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal));

    /// <summary>The patterns that match a type: <c>agent.status.changed</c>, <c>agent.status.*</c>, <c>agent.*</c>, <c>*</c>.</summary>
    public static IEnumerable<string> PatternsOf(string type)
    {
        yield return type;
        for (var dot = type.LastIndexOf('.'); dot > 0; dot = type.LastIndexOf('.', dot - 1))
        {
            yield return string.Concat(type.AsSpan(0, dot), Wildcard);
        }

        yield return Any;
    }
}

using Microsoft.AspNetCore.Http;
using Registry.Core;
using Registry.Core.Discovery;

namespace Registry.Http.Agents;

/// <summary>What of one agent is asked for: <c>fields</c> and <c>include</c>.</summary>
internal static class AgentSelection
{
    private const int MaxValues = 64;
    private static readonly string ExpectedFields = $"Some of {string.Join(", ", AgentFields.Known.Order(StringComparer.Ordinal))}.";

    /// <summary>What else to answer; empty for nothing.</summary>
    public static IReadOnlySet<string> ReadIncludes(IQueryCollection query, FieldErrors errors)
    {
        var includes = Values(query, "include");
        if (!includes.IsSubsetOf(AgentIncludes.Known))
        {
            errors.Add("include", $"Some of {string.Join(", ", AgentIncludes.Known)}.");
        }

        return includes;
    }

    /// <summary>The members to answer; null for all.</summary>
    public static IReadOnlySet<string>? Read(IQueryCollection query, FieldErrors errors)
    {
        var fields = Values(query, "fields");
        if (!fields.IsSubsetOf(AgentFields.Known))
        {
            errors.Add("fields", ExpectedFields);
        }

        return fields.Count == 0 ? null : fields;
    }

    private static HashSet<string> Values(IQueryCollection query, string name) =>
        query[name].SelectMany(static value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Take(MaxValues)
            .ToHashSet(StringComparer.Ordinal);
}

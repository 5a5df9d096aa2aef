using Microsoft.AspNetCore.Http;
using Registry.Core;
using Registry.Core.Discovery;

namespace Registry.Http.Agents;

/// <summary>What of one agent is asked for: <c>fields</c> and <c>include</c>.</summary>
internal static class AgentSelection
{
    private const int MaxValues = 64;
    private static readonly string[] Includes = ["usage", "dependencies", "dependents", "errors"];
    private static readonly string ExpectedFields = $"Some of {string.Join(", ", AgentFields.Known.Order(StringComparer.Ordinal))}.";

    /// <summary>The members to answer; null for all.</summary>
    public static IReadOnlySet<string>? Read(IQueryCollection query, FieldErrors errors)
    {
        foreach (var include in Values(query, "include"))
        {
            errors.Add("include", Includes.Contains(include, StringComparer.Ordinal)
                ? $"{include} is not available on this version of the registry."
                : $"One of {string.Join(", ", Includes)}.");
        }

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

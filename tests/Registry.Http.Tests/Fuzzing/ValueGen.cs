using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>What somebody who has read the documentation sends for a member or parameter, by its name.</summary>
internal static partial class ValueGen
{
    private static readonly ImmutableArray<string> Versions = ["1.4.2", "1.0.0", "2.0.0-rc.1", "0.1", "latest"];
    private static readonly ImmutableArray<string> Times = ["2026-01-01T00:30:00Z", "2026-01-02T00:00:00.000Z", "2025-12-31T23:00:00+01:00"];
    private static readonly ImmutableArray<string> Labels = ["eu", "us", "gpu"];

    /// <summary>A text by the name of what takes it; null where the name says nothing.</summary>
    public static Gen<string>? Text(string name, JsonElement schema) => name switch
    {
        "id" or "agent" or "agent_id" or "other" or "ids" or "dependencies" or "exclude" => Of(Pools.Agents),
        "name" => Gen.OneOf(Of(Pools.Services), Of(["billing", "Ünïcode name", "planner"])),
        "type" or "agent_type" or "types" => Of(Pools.Types),
        "capability" or "any_capability" or "capabilities" => Of(Pools.Capabilities),
        "endpoint" => Of(Pools.Endpoints),
        "host" => Of(["10.0.0.7", "svc.example", "[::1]", "h:8080"]),
        "url" or "pre_activation" or "post_activation" or "pre_deactivation" or "post_deactivation" => Of(Pools.Urls),
        "version" => Of(Versions),
        "tag" or "tags" => Of(Labels),
        "environment" => Of(["production", "test"]),
        "handler" => Of(["*", "chat", "search"]),
        "owner" => Of(Pools.Owners),
        "until" or "last_modified" => Of(Times),
        "from" or "to" when schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("format", out _) => Of(Times),
        "from" or "to" => Of(Pools.Agents),
        "path" => Of(["metadata.author", "metadata.region", "/health", "agents/one.py"]),
        "phase" => Of(["pre_activation", "post_activation", "pre_deactivation", "post_deactivation"]),
        "parent" => Of(Pools.Authorities),
        "endorsement" => Gen.Constant(Pools.Endorsement),
        "token" => Of(Pools.Tokens),
        "jti" => Of(["j-1", "j-2"]),
        "trial" => Of(["{{trial}}", "no-trial"]),
        "method" => Of(["GET", "HEAD"]),
        "kind" => Of(["agent", "agent", "component", "provider", "system", "service"]),
        "cursor" => Of(["{{cursor}}", "{{cursor}}", "oldest", "now"]),
        "sort" => Of(["name", "-name", "registered_at", "last_seen", "priority"]),
        "fields" => Of(["id", "id,name,status", "metadata"]),
        "include" => Of(["usage", "usage,dependencies,dependents,errors"]),
        "q" => Of(["quote", "svc"]),
        "format" => Of(["json", "dot", "mermaid"]),
        _ => null,
    };

    /// <summary>Words in backticks in the description of a schema: what it may be.</summary>
    public static Gen<string>? Words(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("description", out var description))
        {
            return null;
        }

        var words = Quoted().Matches(description.GetString()!).Select(static word => word.Groups[1].Value).ToImmutableArray();
        return words.Length < 2 ? null : Of(words);
    }

    /// <summary>A number by the name of what takes it, as text.</summary>
    public static Gen<string> Number(string name, bool isWhole) => name switch
    {
        "ttl_seconds" => Of(["10", "60", "604800", "30.5"]),
        "port" => Of(["1", "8001", "65535"]),
        "interval_seconds" => Of(["10", "30", "86400"]),
        "timeout_seconds" => Of(["1", "5", "0.5"]),
        "expect_status" => Of(["200", "204"]),
        "limit" => Of(["1", "2", "10", "1000"]),
        "wait" or "timeout" => Of(["0", "0", "0.2", "1"]),
        "inactive_for_seconds" => Of(["3600", "100000"]),
        _ when isWhole => Gen.Choose(1, 9).Select(static number => number.ToString(CultureInfo.InvariantCulture)),
        _ => Gen.Choose(1, 90).Select(static number => (number / 2.0).ToString(CultureInfo.InvariantCulture)),
    };

    public static Gen<T> Of<T>(ImmutableArray<T> values) => Gen.Elements(values.AsEnumerable());

    [GeneratedRegex("`([A-Za-z_*|]+)`")]
    private static partial Regex Quoted();
}

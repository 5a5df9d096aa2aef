using System.Text.Json;
using Registry.Core.Lifecycles;
using Registry.Core.Lifecycles.Hooks;
using Registry.Core.Systems;
using Registry.Core.Time;

namespace Registry.Core.Agents.Reading;

/// <summary>Reads the members of a registration that stand for themselves.</summary>
internal static class DetailReader
{
    private const double MaxSeconds = 86_400;
    private const int MaxThreshold = 1_000_000;

    public static IReadOnlyList<string> Tags(MemberReader body)
    {
        if (!body.TryGet("tags", JsonValueKind.Array, "an array of strings", out var array))
        {
            return [];
        }

        if (array.GetArrayLength() > AgentLimits.MaxTags)
        {
            body.Error("tags", $"must be at most {AgentLimits.MaxTags}");
            return [];
        }

        var tags = new List<string>(array.GetArrayLength());
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var path = $"tags[{index++}]";
            if (item.ValueKind != JsonValueKind.String)
            {
                body.Errors.Add(path, "must be a string");
            }
            else if (TextCheck.Apply(item.GetString()!, path, AgentLimits.MaxWordLength, TextRule.Name, body.Errors) is { } tag && !tags.Contains(tag))
            {
                tags.Add(tag);
            }
        }

        return tags.ToArray();
    }

    public static RawJson Metadata(MemberReader body)
    {
        if (!body.TryGet("metadata", JsonValueKind.Object, "an object", out var metadata))
        {
            return RawJson.EmptyObject;
        }

        if (metadata.GetPropertyCount() > AgentLimits.MaxMetadataKeys)
        {
            body.Error("metadata", $"must have at most {AgentLimits.MaxMetadataKeys} members");
        }

        return metadata.GetPropertyCount() == 0 ? RawJson.EmptyObject : RawJson.From(metadata);
    }

    public static int Priority(MemberReader body)
    {
        if (!body.TryGet("priority", out var value))
        {
            return AgentWords.NormalPriority;
        }

        if (value.ValueKind == JsonValueKind.String && AgentWords.TryParsePriority(value.GetString(), out var priority))
        {
            return priority;
        }

        if (MemberReader.TryInteger(value, 0, AgentWords.MaxPriority, out priority))
        {
            return priority;
        }

        body.Error("priority", $"must be one of critical, high, normal, low, fallback or a whole number from 0 to {AgentWords.MaxPriority}");
        return AgentWords.NormalPriority;
    }

    /// <summary>Seconds as given, in milliseconds; null is "never expires". Absent: the kind's default.</summary>
    public static long? TtlMs(MemberReader body, AgentKind kind, RegistrationDefaults defaults) =>
        body.IsNull("ttl_seconds")
            ? null
            : body.Number("ttl_seconds", AgentLimits.MinTtlSeconds, AgentLimits.MaxTtlSeconds) is { } seconds
                ? (long)Math.Round(seconds * 1000)
                : KindDefaults.TtlMs(kind, defaults);

    public static CircuitBreakerOptions? CircuitBreaker(MemberReader body) =>
        body.TryObject("circuit_breaker", out var members)
            ? new CircuitBreakerOptions
            {
                FailureThreshold = members.Integer("failure_threshold", 1, MaxThreshold),
                RecoveryTimeout = members.Number("recovery_timeout", 0, MaxSeconds),
                SuccessThreshold = members.Integer("success_threshold", 1, MaxThreshold),
                TimeoutDuration = members.Number("timeout_duration", 0, MaxSeconds, aboveMin: true),
            }
            : null;

    public static LifecycleHooks? Hooks(MemberReader body, bool allowPrivate)
    {
        if (!body.TryObject("hooks", out var members))
        {
            return null;
        }

        var hooks = new LifecycleHooks
        {
            PreActivation = Hook(members, "pre_activation", allowPrivate),
            PostActivation = Hook(members, "post_activation", allowPrivate),
            PreDeactivation = Hook(members, "pre_deactivation", allowPrivate),
            PostDeactivation = Hook(members, "post_deactivation", allowPrivate),
        };
        return hooks == new LifecycleHooks() ? null : hooks;
    }

    /// <summary>Where its source is: a path, as a rule. Whoever gives a URL gives it without its secrets.</summary>
    public static string? Location(MemberReader body, string name) =>
        body.Text(name, AgentLimits.MaxUrlLength, TextRule.Line) is { } text ? EndpointSecrets.Redact(text) : null;

    public static string? LastModified(MemberReader body)
    {
        var text = body.Text("last_modified", AgentLimits.MaxWordLength, TextRule.Line);
        if (text is null || Rfc3339.TryParse(text, out _))
        {
            return text;
        }

        body.Error("last_modified", "must be an RFC 3339 time with an offset, as 2026-11-21T10:30:00Z");
        return null;
    }

    public static string? SystemType(MemberReader body)
    {
        var type = body.Text("system_type", AgentLimits.MaxWordLength, TextRule.Line);
        if (type is null || SystemTypes.Contains(type))
        {
            return type;
        }

        body.Error("system_type", "must be one of " + SystemTypes.Listed);
        return null;
    }

    /// <summary>Ids, each once; null where the body is silent.</summary>
    public static IReadOnlyList<string>? Dependencies(MemberReader body, string? id)
    {
        if (!body.TryGet("dependencies", JsonValueKind.Array, "an array of ids", out var given))
        {
            return null;
        }

        if (given.GetArrayLength() > GraphNode.MaxDependencies)
        {
            body.Error("dependencies", $"must be at most {GraphNode.MaxDependencies}");
            return null;
        }

        var dependencies = new List<string>();
        foreach (var (index, value) in given.EnumerateArray().Index())
        {
            if (value.ValueKind != JsonValueKind.String || !AgentId.IsValid(value.GetString()))
            {
                body.Error($"dependencies[{index}]", AgentId.Rule);
            }
            else if (value.ValueEquals(id))
            {
                body.Error($"dependencies[{index}]", "must be another agent");
            }
            else if (!dependencies.Contains(value.GetString()!))
            {
                dependencies.Add(value.GetString()!);
            }
        }

        return dependencies;
    }

    private static string? Hook(MemberReader members, string name, bool allowPrivate)
    {
        var url = members.Text(name, AgentLimits.MaxUrlLength, TextRule.Line);
        if (url is null || HookUrl.Check(url, allowPrivate, isOpen: true) is not { } wrong)
        {
            return url;
        }

        members.Error(name, wrong);
        return null;
    }
}

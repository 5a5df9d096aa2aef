using System.Text.Json;
using Registry.Core.Health;
using Registry.Core.Health.Maintenance;

namespace Registry.Core.Agents.Documents;

/// <summary>Reads the nested members of a stored document.</summary>
internal static class StoredMembers
{
    private static readonly MemberNames CapabilityNames = new("name", "version", "description", "inputs", "outputs");

    private static readonly MemberNames HealthCheckNames = new(
        "kind", "path", "interval_seconds", "timeout_seconds", "failure_threshold", "success_threshold", "method", "expect_status", "gated");

    private static readonly MemberNames CircuitNames = new("failure_threshold", "recovery_timeout", "success_threshold", "timeout_duration");

    private static readonly MemberNames HookNames = new("pre_activation", "post_activation", "pre_deactivation", "post_deactivation");

    private static readonly MemberNames MaintenanceNames = new("reason", "until_ms");

    public static string[] Strings(ref Utf8JsonReader reader, StringPool pool)
    {
        var strings = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            strings.Add(pool.Read(ref reader));
        }

        return strings.ToArray();
    }

    public static Capability[] Capabilities(ref Utf8JsonReader reader, ReadOnlySpan<byte> document, StringPool pool)
    {
        var capabilities = new List<Capability>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            capabilities.Add(reader.TokenType == JsonTokenType.String ? pool.PlainCapability(ref reader) : Capability(ref reader, document, pool));
        }

        return capabilities.ToArray();
    }

    /// <summary>The value as it stands in the document, which was written compactly.</summary>
    public static RawJson Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var value = document[start..(int)reader.BytesConsumed];
        return value.SequenceEqual(RawJson.EmptyObject.Utf8.Span) ? RawJson.EmptyObject : new RawJson(value.ToArray());
    }

    public static int Priority(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return Math.Clamp(reader.GetInt32(), 0, AgentWords.MaxPriority);
        }

        return AgentWords.TryParsePriority(reader.GetString(), out var priority) ? priority : AgentWords.NormalPriority;
    }

    public static HealthCheck HealthCheck(ref Utf8JsonReader reader, StringPool pool)
    {
        var check = new HealthCheck();
        for (var next = 0; TryMember(ref reader, HealthCheckNames, ref next, out var member);)
        {
            check = member switch
            {
                0 => check with { Kind = AgentWords.HealthCheckKind.TryParse(reader.ValueSpan, out var kind) ? kind : HealthCheckKind.None },
                1 => check with { Path = pool.Read(ref reader) },
                2 => check with { IntervalSeconds = reader.GetDouble() },
                3 => check with { TimeoutSeconds = reader.GetDouble() },
                4 => check with { FailureThreshold = reader.GetInt32() },
                5 => check with { SuccessThreshold = reader.GetInt32() },
                6 => check with { Method = pool.Read(ref reader) },
                7 => check with { ExpectStatus = reader.GetInt32() },
                8 => check with { GatedIsFailure = reader.ValueTextEquals("failure"u8) },
                _ => check,
            };
        }

        return check;
    }

    public static CircuitBreakerOptions CircuitBreaker(ref Utf8JsonReader reader)
    {
        var options = new CircuitBreakerOptions();
        for (var next = 0; TryMember(ref reader, CircuitNames, ref next, out var member);)
        {
            options = member switch
            {
                0 => options with { FailureThreshold = reader.GetInt32() },
                1 => options with { RecoveryTimeout = reader.GetDouble() },
                2 => options with { SuccessThreshold = reader.GetInt32() },
                3 => options with { TimeoutDuration = reader.GetDouble() },
                _ => options,
            };
        }

        return options;
    }

    public static LifecycleHooks Hooks(ref Utf8JsonReader reader)
    {
        var hooks = new LifecycleHooks();
        for (var next = 0; TryMember(ref reader, HookNames, ref next, out var member);)
        {
            hooks = member switch
            {
                0 => hooks with { PreActivation = reader.GetString() },
                1 => hooks with { PostActivation = reader.GetString() },
                2 => hooks with { PreDeactivation = reader.GetString() },
                3 => hooks with { PostDeactivation = reader.GetString() },
                _ => hooks,
            };
        }

        return hooks;
    }

    public static MaintenanceNote Maintenance(ref Utf8JsonReader reader)
    {
        var note = new MaintenanceNote("", null);
        for (var next = 0; TryMember(ref reader, MaintenanceNames, ref next, out var member);)
        {
            note = member == 0 ? note with { Reason = reader.GetString()! } : note with { Until = reader.GetInt64() };
        }

        return note;
    }

    private static Capability Capability(ref Utf8JsonReader reader, ReadOnlySpan<byte> document, StringPool pool)
    {
        string name = "";
        string? version = null;
        string? description = null;
        RawJson? inputs = null;
        RawJson? outputs = null;
        for (var next = 0; TryMember(ref reader, CapabilityNames, ref next, out var member);)
        {
            switch (member)
            {
                case 0: name = pool.Read(ref reader); break;
                case 1: version = pool.Read(ref reader); break;
                case 2: description = pool.Read(ref reader); break;
                case 3: inputs = Raw(ref reader, document); break;
                case 4: outputs = Raw(ref reader, document); break;
            }
        }

        return new Capability(name) { Version = version, Description = description, Inputs = inputs, Outputs = outputs, Detailed = true };
    }

    /// <summary>Goes to the value of the next known member that is not null; false at the end of the object.</summary>
    internal static bool TryMember(ref Utf8JsonReader reader, MemberNames names, ref int next, out int member)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            member = names.Find(ref reader, ref next);
            reader.Read();
            if (member >= 0 && reader.TokenType != JsonTokenType.Null)
            {
                return true;
            }

            reader.Skip();
        }

        member = -1;
        return false;
    }
}

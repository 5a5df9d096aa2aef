using System.Text.Json;
using Registry.Core.Health;

namespace Registry.Core.Agents.Documents;

/// <summary>Writes what an owner registered, member by member. Members at their default are left out, but for the ones that every answer has.</summary>
internal static class RegistrationWriter
{
    /// <summary>Everything a registration body may have, so that reading it again gives the same registration.</summary>
    public static void WriteRegistered(Utf8JsonWriter writer, Registration registration)
    {
        WriteIdentity(writer, registration);
        WriteCapabilities(writer, registration.Capabilities);
        if (registration.Status != HealthStatus.Unknown)
        {
            writer.WriteString("status"u8, AgentWords.Status.Encoded(registration.Status));
        }

        if (registration.Lifecycle is { } lifecycle)
        {
            writer.WriteString("lifecycle"u8, AgentWords.Lifecycle.Encoded(lifecycle));
        }

        if (registration.Tags.Count > 0)
        {
            WriteTags(writer, registration.Tags);
        }

        if (registration.Metadata.Utf8.Length > 2)
        {
            WriteRaw(writer, "metadata"u8, registration.Metadata);
        }

        WriteDetails(writer, registration);
    }

    public static void WriteIdentity(Utf8JsonWriter writer, Registration registration)
    {
        writer.WriteString("name"u8, registration.Name);
        writer.WriteString("type"u8, registration.Type);
        writer.WriteString("kind"u8, AgentWords.Kind.Encoded(registration.Kind));
    }

    public static void WriteTags(Utf8JsonWriter writer, IReadOnlyList<string> tags)
    {
        writer.WriteStartArray("tags"u8);
        foreach (var tag in tags)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
    }

    public static void WriteCapability(Utf8JsonWriter writer, Capability capability)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, capability.Name);
        WriteText(writer, "version"u8, capability.Version);
        WriteText(writer, "description"u8, capability.Description);
        WriteRaw(writer, "inputs"u8, capability.Inputs);
        WriteRaw(writer, "outputs"u8, capability.Outputs);
        writer.WriteEndObject();
    }

    public static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }
    }

    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>What is written the same way wherever a registration is written.</summary>
    public static void WriteDetails(Utf8JsonWriter writer, Registration registration)
    {
        WriteText(writer, "version"u8, registration.Version);
        WriteText(writer, "description"u8, registration.Description);
        WriteText(writer, "endpoint"u8, registration.Endpoint);
        WriteText(writer, "host"u8, registration.Host);
        WriteNumber(writer, "port"u8, registration.Port, 0);
        WriteText(writer, "environment"u8, registration.Environment);
        WriteTtl(writer, registration.TtlMs);
        WriteHealthCheck(writer, registration.HealthCheck);
        WritePriority(writer, registration);
        WriteNumber(writer, "priority_group"u8, registration.PriorityGroup, 0);
        if (registration.Strategy != ResolutionStrategy.Fallback)
        {
            writer.WriteString("strategy"u8, AgentWords.Strategy.Encoded(registration.Strategy));
        }

        WriteText(writer, "handler"u8, registration.Handler);
        WriteCircuitBreaker(writer, registration.CircuitBreaker);
        WriteHooks(writer, registration.Hooks);
        WriteText(writer, "path"u8, registration.Path);
        WriteText(writer, "module_name"u8, registration.ModuleName);
        WriteText(writer, "last_modified"u8, registration.LastModified);
        WriteText(writer, "system_type"u8, registration.SystemType);
    }

    private static void WriteCapabilities(Utf8JsonWriter writer, IReadOnlyList<Capability> capabilities)
    {
        if (capabilities.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("capabilities"u8);
        foreach (var capability in capabilities)
        {
            if (capability.Detailed)
            {
                WriteCapability(writer, capability);
            }
            else
            {
                writer.WriteStringValue(capability.Name);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteTtl(Utf8JsonWriter writer, long? ttlMs)
    {
        if (ttlMs is { } ms && ms % 1000 == 0)
        {
            writer.WriteNumber("ttl_seconds"u8, ms / 1000);
        }
        else if (ttlMs is { } fraction)
        {
            writer.WriteNumber("ttl_seconds"u8, fraction / 1000m);
        }
        else
        {
            writer.WriteNull("ttl_seconds"u8);
        }
    }

    private static void WritePriority(Utf8JsonWriter writer, Registration registration)
    {
        if (registration.Priority == AgentWords.NormalPriority && registration.Kind != AgentKind.Provider)
        {
            return;
        }

        if (AgentWords.PriorityWord(registration.Priority) is { } word)
        {
            writer.WriteString("priority"u8, word);
        }
        else
        {
            writer.WriteNumber("priority"u8, registration.Priority);
        }
    }

    private static void WriteHealthCheck(Utf8JsonWriter writer, HealthCheck? check)
    {
        if (check is null)
        {
            return;
        }

        writer.WriteStartObject("health_check"u8);
        writer.WriteString("kind"u8, AgentWords.HealthCheckKind.Encoded(check.Kind));
        WriteText(writer, "path"u8, check.Path);
        WriteNumber(writer, "interval_seconds"u8, check.IntervalSeconds);
        WriteNumber(writer, "timeout_seconds"u8, check.TimeoutSeconds);
        WriteNumber(writer, "failure_threshold"u8, check.FailureThreshold);
        WriteNumber(writer, "success_threshold"u8, check.SuccessThreshold);
        WriteText(writer, "method"u8, check.Method);
        WriteNumber(writer, "expect_status"u8, check.ExpectStatus);
        if (check.GatedIsFailure is { } failure)
        {
            writer.WriteString("gated"u8, failure ? "failure"u8 : "alive"u8);
        }

        writer.WriteEndObject();
    }

    private static void WriteCircuitBreaker(Utf8JsonWriter writer, CircuitBreakerOptions? options)
    {
        if (options is null)
        {
            return;
        }

        writer.WriteStartObject("circuit_breaker"u8);
        WriteNumber(writer, "failure_threshold"u8, options.FailureThreshold);
        WriteNumber(writer, "recovery_timeout"u8, options.RecoveryTimeout);
        WriteNumber(writer, "success_threshold"u8, options.SuccessThreshold);
        WriteNumber(writer, "timeout_duration"u8, options.TimeoutDuration);
        writer.WriteEndObject();
    }

    private static void WriteHooks(Utf8JsonWriter writer, LifecycleHooks? hooks)
    {
        if (hooks is null)
        {
            return;
        }

        writer.WriteStartObject("hooks"u8);
        WriteText(writer, "pre_activation"u8, hooks.PreActivation);
        WriteText(writer, "post_activation"u8, hooks.PostActivation);
        WriteText(writer, "pre_deactivation"u8, hooks.PreDeactivation);
        WriteText(writer, "post_deactivation"u8, hooks.PostDeactivation);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int value, int absent)
    {
        if (value != absent)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}

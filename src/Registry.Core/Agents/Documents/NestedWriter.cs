using System.Text.Json;
using Registry.Core.Health;

namespace Registry.Core.Agents.Documents;

/// <summary>Writes the objects inside a registration.</summary>
internal static class NestedWriter
{
    public static void WriteCapability(Utf8JsonWriter writer, Capability capability)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, capability.Name);
        writer.WriteText("version"u8, capability.Version);
        writer.WriteText("description"u8, capability.Description);
        writer.WriteRaw("inputs"u8, capability.Inputs);
        writer.WriteRaw("outputs"u8, capability.Outputs);
        writer.WriteEndObject();
    }

    public static void WriteHealthCheck(Utf8JsonWriter writer, HealthCheck? check)
    {
        if (check is null)
        {
            return;
        }

        writer.WriteStartObject("health_check"u8);
        writer.WriteString("kind"u8, AgentWords.HealthCheckKind.Encoded(check.Kind));
        writer.WriteText("path"u8, check.Path);
        writer.WriteNumber("interval_seconds"u8, check.IntervalSeconds);
        writer.WriteNumber("timeout_seconds"u8, check.TimeoutSeconds);
        writer.WriteNumber("failure_threshold"u8, check.FailureThreshold);
        writer.WriteNumber("success_threshold"u8, check.SuccessThreshold);
        writer.WriteText("method"u8, check.Method);
        writer.WriteNumber("expect_status"u8, check.ExpectStatus);
        if (check.GatedIsFailure is { } failure)
        {
            writer.WriteString("gated"u8, failure ? "failure"u8 : "alive"u8);
        }

        writer.WriteEndObject();
    }

    public static void WriteCircuitBreaker(Utf8JsonWriter writer, CircuitBreakerOptions? options)
    {
        if (options is null)
        {
            return;
        }

        writer.WriteStartObject("circuit_breaker"u8);
        writer.WriteNumber("failure_threshold"u8, options.FailureThreshold);
        writer.WriteNumber("recovery_timeout"u8, options.RecoveryTimeout);
        writer.WriteNumber("success_threshold"u8, options.SuccessThreshold);
        writer.WriteNumber("timeout_duration"u8, options.TimeoutDuration);
        writer.WriteEndObject();
    }

    public static void WriteHooks(Utf8JsonWriter writer, LifecycleHooks? hooks)
    {
        if (hooks is null)
        {
            return;
        }

        writer.WriteStartObject("hooks"u8);
        writer.WriteText("pre_activation"u8, hooks.PreActivation);
        writer.WriteText("post_activation"u8, hooks.PostActivation);
        writer.WriteText("pre_deactivation"u8, hooks.PreDeactivation);
        writer.WriteText("post_deactivation"u8, hooks.PostDeactivation);
        writer.WriteEndObject();
    }
}

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
            writer.WriteRaw("metadata"u8, registration.Metadata);
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

    /// <summary>What is written the same way wherever a registration is written.</summary>
    public static void WriteDetails(Utf8JsonWriter writer, Registration registration)
    {
        writer.WriteText("version"u8, registration.Version);
        writer.WriteText("description"u8, registration.Description);
        writer.WriteText("endpoint"u8, registration.Endpoint);
        writer.WriteText("host"u8, registration.Host);
        writer.WriteNumber("port"u8, registration.Port, 0);
        writer.WriteText("environment"u8, registration.Environment);
        WriteTtl(writer, registration.TtlMs);
        NestedWriter.WriteHealthCheck(writer, registration.HealthCheck);
        WritePriority(writer, registration);
        writer.WriteNumber("priority_group"u8, registration.PriorityGroup, 0);
        if (registration.Strategy != ResolutionStrategy.Fallback)
        {
            writer.WriteString("strategy"u8, AgentWords.Strategy.Encoded(registration.Strategy));
        }

        writer.WriteText("handler"u8, registration.Handler);
        NestedWriter.WriteCircuitBreaker(writer, registration.CircuitBreaker);
        NestedWriter.WriteHooks(writer, registration.Hooks);
        writer.WriteText("path"u8, registration.Path);
        writer.WriteText("module_name"u8, registration.ModuleName);
        writer.WriteText("last_modified"u8, registration.LastModified);
        writer.WriteText("system_type"u8, registration.SystemType);
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
                NestedWriter.WriteCapability(writer, capability);
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
}

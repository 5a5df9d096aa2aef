using System.Text.Json;
using Registry.Contracts.Services;
using Registry.Core.Agents;
using Registry.Core.Time;

namespace Registry.Http.Services;

/// <summary>Writes services as <see cref="ServiceDefinition"/> and <see cref="ServiceHealth"/> say, without building either: lists are long.</summary>
internal static class ServiceWriter
{
    private const int NothingLength = 2;

    public static void WriteDefinition(Utf8JsonWriter writer, AgentView service)
    {
        var agent = service.Agent;
        var registration = agent.Registration;
        writer.WriteStartObject();
        writer.WriteString("name"u8, registration.Name);
        writer.WriteString("endpoint"u8, registration.Endpoint);
        writer.WriteStartArray("capabilities"u8);
        for (var i = 0; i < registration.Capabilities.Count; i++)
        {
            WriteCapability(writer, registration.Capabilities[i]);
        }

        writer.WriteEndArray();
        writer.WriteString("version"u8, registration.Version ?? "");
        writer.WritePropertyName("health"u8);
        WriteHealth(writer, ServiceHealthSource.Of(service));
        WriteMetadata(writer, registration);
        WriteTime(writer, "registeredAt"u8, agent.RegisteredAt);
        WriteTime(writer, "updatedAt"u8, agent.UpdatedAt);
        writer.WriteEndObject();
    }

    public static void WriteHealth(Utf8JsonWriter writer, ServiceHealthFacts health)
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, AgentWords.Status[health.Status]);
        WriteTime(writer, "lastCheck"u8, health.LastCheck);
        if (health.ResponseTime is { } responseTime)
        {
            writer.WriteNumber("responseTime"u8, responseTime);
        }

        WriteText(writer, "error"u8, health.Error);
        writer.WriteEndObject();
    }

    private static void WriteCapability(Utf8JsonWriter writer, Capability capability)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, capability.Name);
        writer.WriteString("version"u8, capability.Version ?? "");
        WriteRaw(writer, "inputs"u8, capability.Inputs);
        WriteRaw(writer, "outputs"u8, capability.Outputs);
        WriteText(writer, "description"u8, capability.Description);
        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, Registration registration)
    {
        var hasType = registration.Type != ServiceBody.DefaultType;
        if (!hasType && registration.Tags.Count == 0 && registration.Environment is null && registration.Metadata.Utf8.Length <= NothingLength)
        {
            return;
        }

        writer.WriteStartObject("metadata"u8);
        if (registration.Tags.Count > 0)
        {
            writer.WriteStartArray("tags"u8);
            for (var i = 0; i < registration.Tags.Count; i++)
            {
                writer.WriteStringValue(registration.Tags[i]);
            }

            writer.WriteEndArray();
        }

        WriteText(writer, "environment"u8, registration.Environment);
        WriteText(writer, "type"u8, hasType ? registration.Type : null);
        WriteMore(writer, registration.Metadata.Utf8.Span);
        writer.WriteEndObject();
    }

    /// <summary>The agent's own metadata; a member of a name that is taken already, which only the agent surface can give it, has no place here.</summary>
    private static void WriteMore(Utf8JsonWriter writer, ReadOnlySpan<byte> metadata)
    {
        var reader = new Utf8JsonReader(metadata);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTaken = reader.ValueTextEquals("tags"u8) || reader.ValueTextEquals("environment"u8) || reader.ValueTextEquals("type"u8);
            var name = isTaken ? null : reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name is not null)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(metadata[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }
        }
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long unixMs)
    {
        Span<byte> text = stackalloc byte[Rfc3339.Length];
        Rfc3339.Write(text, unixMs);
        writer.WriteString(name, text);
    }
}

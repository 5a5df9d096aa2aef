using System.Buffers;
using System.Text.Json;
using Registry.Core.Agents.Documents;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Events;

/// <summary>Events as CloudEvents 1.0 in JSON (github.com/cloudevents/spec, json-format.md).</summary>
internal static class EventDocument
{
    private const int FirstCapacity = 1024;

    /// <summary>One line, as server-sent events need it: inside a string a line feed is escaped, between tokens it is space.</summary>
    public static byte[] Write(RegistryEvent happened, string source)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstCapacity);
        using (var writer = new Utf8JsonWriter(buffer, JsonOutput.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion"u8, "1.0"u8);
            writer.WriteString("id"u8, happened.Id);
            writer.WriteString("source"u8, source);
            writer.WriteString("type"u8, happened.Type);
            writer.WriteString("subject"u8, happened.Subject);
            writer.WriteString("time"u8, Rfc3339.Text(happened.Time));
            writer.WriteString("datacontenttype"u8, "application/json"u8);
            WriteData(writer, happened);
            writer.WriteEndObject();
        }

        var document = buffer.WrittenSpan.ToArray();
        document.AsSpan().Replace((byte)'\n', (byte)' ');
        document.AsSpan().Replace((byte)'\r', (byte)' ');
        return document;
    }

    private static void WriteData(Utf8JsonWriter writer, RegistryEvent happened)
    {
        writer.WriteStartObject("data"u8);
        writer.WriteString("agent_id"u8, happened.AgentId.Length > 0 ? happened.AgentId : null);
        writer.WriteString("actor"u8, happened.Actor);
        WriteIfAny(writer, "correlation_id"u8, happened.CorrelationId);
        WriteIfAny(writer, "old"u8, happened.Old);
        WriteIfAny(writer, "new"u8, happened.New);
        WriteIfAny(writer, "reason"u8, happened.Reason);
        WriteDependencies(writer, happened.Dependencies);
        if (happened.Agent is { } agent
            && happened.Type is ChangeTypes.Registered or ChangeTypes.Updated or ChangeTypes.Unregistered or ChangeTypes.Expired)
        {
            var answer = new ArrayBufferWriter<byte>(FirstCapacity);
            AgentRendering.WriteAnswer(answer, agent, agent.Seen);
            writer.WritePropertyName("agent"u8);
            writer.WriteRawValue(answer.WrittenSpan, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static void WriteDependencies(Utf8JsonWriter writer, IReadOnlyList<string>? dependencies)
    {
        if (dependencies is null)
        {
            return;
        }

        writer.WriteStartArray("dependencies"u8);
        foreach (var id in dependencies)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}

using System.Text.Json;
using Registry.Core.Time;

namespace Registry.Core.Agents.Documents;

/// <summary>Writes an agent as callers see it.</summary>
internal static class AnswerWriter
{
    /// <summary>All members but <c>last_seen</c>.</summary>
    public static void Write(Utf8JsonWriter writer, Agent agent)
    {
        var registration = agent.Registration;
        writer.WriteStartObject();
        writer.WriteString("id"u8, agent.Id);
        RegistrationWriter.WriteIdentity(writer, registration);
        WriteNames(writer, registration.Capabilities);
        writer.WriteString("status"u8, AgentWords.Status.Encoded(agent.Status));
        writer.WriteString("lifecycle"u8, AgentWords.Lifecycle.Encoded(agent.Lifecycle));
        RegistrationWriter.WriteTags(writer, registration.Tags);
        writer.WriteRaw("metadata"u8, registration.Metadata);
        WriteTime(writer, "registered_at"u8, agent.RegisteredAt);
        WriteTime(writer, "updated_at"u8, Math.Max(agent.UpdatedAt, agent.Node?.ChangedAt ?? 0));
        RegistrationWriter.WriteDetails(writer, registration);
        WriteCapabilityDetails(writer, registration.Capabilities);
        WriteMaintenance(writer, agent);
        CircuitMembers.WriteAnswer(writer, agent);
        writer.WriteText("owner"u8, agent.Owner);
        writer.WriteNumber("revision"u8, agent.Revision);
        writer.WriteEndObject();
    }

    /// <summary>Each name once; versions of one name stand together.</summary>
    private static void WriteNames(Utf8JsonWriter writer, IReadOnlyList<Capability> capabilities)
    {
        writer.WriteStartArray("capabilities"u8);
        for (var i = 0; i < capabilities.Count; i++)
        {
            if (i == 0 || !string.Equals(capabilities[i].Name, capabilities[i - 1].Name, StringComparison.Ordinal))
            {
                writer.WriteStringValue(capabilities[i].Name);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteCapabilityDetails(Utf8JsonWriter writer, IReadOnlyList<Capability> capabilities)
    {
        var open = false;
        for (var i = 0; i < capabilities.Count; i++)
        {
            if (!capabilities[i].Detailed)
            {
                continue;
            }

            if (!open)
            {
                writer.WriteStartArray("capability_details"u8);
                open = true;
            }

            NestedWriter.WriteCapability(writer, capabilities[i]);
        }

        if (open)
        {
            writer.WriteEndArray();
        }
    }

    private static void WriteMaintenance(Utf8JsonWriter writer, Agent agent)
    {
        if (agent.Maintenance is { } note)
        {
            writer.WriteStartObject("maintenance"u8);
            writer.WriteString("reason"u8, note.Reason);
            if (note.Until is { } until)
            {
                WriteTime(writer, "until"u8, until);
            }

            writer.WriteEndObject();
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long unixMs)
    {
        Span<byte> text = stackalloc byte[Rfc3339.Length];
        Rfc3339.Write(text, unixMs);
        writer.WriteString(name, text);
    }
}

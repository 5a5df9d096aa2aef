using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Core.Agents.Documents;
using Registry.Core.Agents.Revisions;
using Registry.Core.Time;
using Registry.Http.Bodies;

namespace Registry.Http.Versions;

/// <summary>Answers versions; the agents in them are rendered as everywhere.</summary>
internal static class VersionListAnswer
{
    private const int FirstCapacity = 8 * 1024;

    public static async Task WriteAsync(HttpContext context, VersionList list)
    {
        using var buffer = new PooledBuffer(FirstCapacity);
        using (var writer = new Utf8JsonWriter(buffer, JsonOutput.Options))
        {
            using var agent = new PooledBuffer(FirstCapacity);
            writer.WriteStartObject();
            writer.WriteStartArray("versions"u8);
            foreach (var version in list.Versions)
            {
                agent.Clear();
                AgentRendering.WriteAnswer(agent, version.Agent, version.Agent.Seen);
                Write(writer, version, agent.Written.Span);
            }

            writer.WriteEndArray();
            writer.WriteNumber("count"u8, list.Versions.Count);
            writer.WriteEndObject();
        }

        await JsonAnswer.WriteAsync(context, buffer.Written);
    }

    private static void Write(Utf8JsonWriter writer, AgentVersion version, ReadOnlySpan<byte> agent)
    {
        writer.WriteStartObject();
        writer.WriteNumber("revision"u8, version.Revision);
        writer.WriteString("time"u8, Rfc3339.Text(version.Time));
        if (version.Actor is { } actor)
        {
            writer.WriteString("actor"u8, actor);
        }

        writer.WriteString("type"u8, version.Type);
        writer.WritePropertyName("agent"u8);
        writer.WriteRawValue(agent, skipInputValidation: true);
        writer.WriteEndObject();
    }
}

using System.Buffers;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>What a hook is sent: <c>{hook, agent_id, agent}</c>.</summary>
internal static class HookBody
{
    private const int FirstCapacity = 2048;

    public static ReadOnlyMemory<byte> Write(HookPoint point, Agent agent)
    {
        var answer = new ArrayBufferWriter<byte>(FirstCapacity);
        AgentRendering.WriteAnswer(answer, agent, agent.Seen);
        var body = new ArrayBufferWriter<byte>(FirstCapacity);
        using (var writer = new Utf8JsonWriter(body, JsonOutput.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("hook"u8, HookPoints.Words.Encoded(point));
            writer.WriteString("agent_id"u8, agent.Id);
            writer.WritePropertyName("agent"u8);
            writer.WriteRawValue(answer.WrittenSpan, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return body.WrittenMemory;
    }
}

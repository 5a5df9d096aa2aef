using System.Buffers;
using System.Text.Json;
using Registry.Core.Time;

namespace Registry.Core.Agents.Documents;

/// <summary>
/// The agent as answered. <c>last_seen</c> comes last, because it alone changes without a logged change: all before it is
/// rendered once an agent and copied from then on.
/// </summary>
public static class AgentRendering
{
    /// <summary>The answer up to <c>,"last_seen":"…"}</c>, which is missing.</summary>
    public static ReadOnlyMemory<byte> Prefix(Agent agent) => Whole(agent).AsMemory()[..^1];

    /// <summary>Writes the answer; <paramref name="lastSeenMs"/> is Unix milliseconds, storage time.</summary>
    public static void WriteAnswer(IBufferWriter<byte> output, Agent agent, long lastSeenMs)
    {
        output.Write(Prefix(agent).Span);
        WriteLastSeen(output, lastSeenMs, first: false);
        output.Write("}"u8);
    }

    /// <summary>Only the named members, and always the id. Names that no agent has are ignored.</summary>
    public static void WriteSparse(IBufferWriter<byte> output, Agent agent, long lastSeenMs, IReadOnlySet<string> fields)
    {
        ReadOnlySpan<byte> whole = Whole(agent);
        var reader = new Utf8JsonReader(whole);
        reader.Read();
        output.Write("{"u8);
        var first = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var wanted = reader.ValueTextEquals("id"u8) || fields.Contains(reader.GetString()!);
            reader.Read();
            reader.Skip();
            if (wanted)
            {
                output.Write(first ? ""u8 : ","u8);
                output.Write(whole[start..(int)reader.BytesConsumed]);
                first = false;
            }
        }

        if (fields.Contains("last_seen"))
        {
            WriteLastSeen(output, lastSeenMs, first);
        }

        output.Write("}"u8);
    }

    private static byte[] Whole(Agent agent)
    {
        if (agent.Rendered.For(agent) is { } known)
        {
            return known;
        }

        // Two threads may both render; either result is right.
        var rendered = JsonOutput.ToBytes(agent, AnswerWriter.Write);
        agent.Rendered = new RenderedAgent(agent, rendered);
        return rendered;
    }

    private static void WriteLastSeen(IBufferWriter<byte> output, long lastSeenMs, bool first)
    {
        var name = ",\"last_seen\":\""u8;
        output.Write(first ? name[1..] : name);
        Rfc3339.Write(output.GetSpan(Rfc3339.Length), lastSeenMs);
        output.Advance(Rfc3339.Length);
        output.Write("\""u8);
    }
}

using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Resolution;
using Registry.Core.Time;
using Registry.Http.Bodies;

namespace Registry.Http.Resolution;

/// <summary>Writes who was chosen, from the agents' own bytes.</summary>
internal static class ResolvedAnswer
{
    private const int FirstCapacity = 4096;

    public static async Task WriteAsync(HttpContext context, Resolved resolved)
    {
        using var buffer = new PooledBuffer(FirstCapacity);
        Write(buffer, resolved);
        await JsonAnswer.WriteAsync(context, buffer.Written);
    }

    private static void Write(PooledBuffer buffer, Resolved resolved)
    {
        buffer.Write("{\"agent\":"u8);
        AgentRendering.WriteAnswer(buffer, resolved.View.Agent, resolved.View.LastSeen);
        buffer.Write(resolved.IsGlobal ? ",\"tier\":\"global\",\"reason\":\""u8 : ",\"tier\":\"handler\",\"reason\":\""u8);
        WriteEncoded(buffer, resolved.Reason);
        if (resolved.Trial is { } trial)
        {
            buffer.Write("\",\"trial\":{\"id\":\""u8);
            WriteEncoded(buffer, trial.Id);
            buffer.Write("\",\"until\":\""u8);
            Rfc3339.Write(buffer.GetSpan(Rfc3339.Length), trial.Until);
            buffer.Advance(Rfc3339.Length);
            buffer.Write("\"}"u8);
        }
        else
        {
            buffer.Write("\""u8);
        }

        buffer.Write(",\"alternatives\":"u8);
        WriteAgents(buffer, resolved.Alternatives);
        if (resolved.Candidates is { } candidates)
        {
            buffer.Write(",\"candidates\":"u8);
            using var writer = new Utf8JsonWriter(buffer, JsonOutput.Options);
            JsonSerializer.Serialize(writer, Candidates.From(candidates, resolved.Reason), ContractsContext.Default.ListResolutionCandidate);
        }

        buffer.Write("}"u8);
    }

    private static void WriteAgents(PooledBuffer buffer, IReadOnlyList<AgentView> views)
    {
        buffer.Write("["u8);
        for (var i = 0; i < views.Count; i++)
        {
            if (i > 0)
            {
                buffer.Write(","u8);
            }

            AgentRendering.WriteAnswer(buffer, views[i].Agent, views[i].LastSeen);
        }

        buffer.Write("]"u8);
    }

    private static void WriteEncoded(PooledBuffer buffer, string text) => buffer.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
}

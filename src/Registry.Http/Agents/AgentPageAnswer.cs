using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Registry.Core.Agents.Documents;
using Registry.Core.Discovery;
using Registry.Http.Bodies;

namespace Registry.Http.Agents;

/// <summary>Writes a page from the agents' own bytes straight into the response; nothing of it is held as a whole.</summary>
internal static class AgentPageAnswer
{
    // An agent is some 350 bytes at least: fewer do not reach the size from which compression pays.
    private const int CompressedFrom = 3;

    // What is written before the client has to keep up.
    private const int FlushEvery = 64 * 1024;

    public static Task WriteAsync(
        HttpContext context, DiscoveryResult result, IReadOnlySet<string>? fields, IResponseCompressionProvider compression) =>
        StreamedAnswer.WriteAsync(
            context,
            result.Agents.Count >= CompressedFrom,
            compression,
            (output, cancellationToken) => WritePageAsync(output, result, fields, cancellationToken));

    private static async Task WritePageAsync(PipeWriter output, DiscoveryResult result, IReadOnlySet<string>? fields, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer(FlushEvery);
        buffer.Write("{\"agents\":["u8);
        for (var i = 0; i < result.Agents.Count; i++)
        {
            if (i > 0)
            {
                buffer.Write(","u8);
            }

            var (agent, lastSeen) = result.Agents[i];
            if (fields is null)
            {
                AgentRendering.WriteAnswer(buffer, agent, lastSeen);
            }
            else
            {
                AgentRendering.WriteSparse(buffer, agent, lastSeen, fields);
            }

            if (buffer.Length >= FlushEvery)
            {
                await output.WriteAsync(buffer.Written, cancellationToken);
                buffer.Clear();
            }
        }

        WriteEnd(buffer, result);
        await output.WriteAsync(buffer.Written, cancellationToken);
    }

    private static void WriteEnd(PooledBuffer buffer, DiscoveryResult result)
    {
        buffer.Write("],\"count\":"u8);
        WriteNumber(buffer, result.Agents.Count);
        buffer.Write(",\"total\":"u8);
        WriteNumber(buffer, result.Total);
        if (result.NextCursor is { } cursor)
        {
            buffer.Write(",\"next_cursor\":\""u8);
            buffer.Write(JsonEncodedText.Encode(cursor).EncodedUtf8Bytes);
            buffer.Write("\""u8);
        }

        buffer.Write("}"u8);
    }

    private static void WriteNumber(PooledBuffer buffer, int value)
    {
        const int MaxDigits = 11;
        Utf8Formatter.TryFormat(value, buffer.GetSpan(MaxDigits), out var written);
        buffer.Advance(written);
    }
}

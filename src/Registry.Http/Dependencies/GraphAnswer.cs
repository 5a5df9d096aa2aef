using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Dependencies;
using Registry.Http.Bodies;

namespace Registry.Http.Dependencies;

/// <summary>Writes the graph, piece by piece: it may be large.</summary>
internal static class GraphAnswer
{
    // What is written before the client has to keep up.
    private const int FlushEvery = 64 * 1024;
    private const int CompressedFrom = 10;

    public static Task WriteAsync(HttpContext context, GraphSnapshot graph, string format, IResponseCompressionProvider compression)
    {
        Func<PipeWriter, CancellationToken, Task> write = format switch
        {
            "dot" => (output, cancellationToken) => WriteTextAsync(output, GraphText.Dot(graph), cancellationToken),
            "mermaid" => (output, cancellationToken) => WriteTextAsync(output, GraphText.Mermaid(graph), cancellationToken),
            _ => (output, cancellationToken) => WriteJsonAsync(output, graph, cancellationToken),
        };
        return StreamedAnswer.WriteAsync(context, graph.Nodes.Count >= CompressedFrom, compression, write, ContentType(format));
    }

    private static string ContentType(string format) => format switch
    {
        "dot" => "text/vnd.graphviz; charset=utf-8",
        "mermaid" => "text/vnd.mermaid; charset=utf-8",
        _ => JsonAnswer.ContentType,
    };

    private static async Task WriteTextAsync(PipeWriter output, IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer(FlushEvery);
        foreach (var line in lines)
        {
            buffer.Advance(Encoding.UTF8.GetBytes(line, buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(line.Length))));
            buffer.GetSpan(1)[0] = (byte)'\n';
            buffer.Advance(1);
            await FlushAsync(output, buffer, FlushEvery, cancellationToken);
        }

        await FlushAsync(output, buffer, 0, cancellationToken);
    }

    private static async Task WriteJsonAsync(PipeWriter output, GraphSnapshot graph, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer(FlushEvery);
        await using var writer = new Utf8JsonWriter(buffer, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("nodes"u8);
        foreach (var node in graph.Nodes)
        {
            WriteNode(writer, node);
            if (writer.BytesPending + buffer.Length >= FlushEvery)
            {
                await writer.FlushAsync(cancellationToken);
                await FlushAsync(output, buffer, 0, cancellationToken);
            }
        }

        writer.WriteEndArray();
        writer.WriteStartArray("edges"u8);
        foreach (var (dependency, dependent) in graph.Edges)
        {
            writer.WriteStartObject();
            writer.WriteString("from"u8, dependency);
            writer.WriteString("to"u8, dependent);
            writer.WriteString("label"u8, "depends_on"u8);
            writer.WriteEndObject();
            if (writer.BytesPending + buffer.Length >= FlushEvery)
            {
                await writer.FlushAsync(cancellationToken);
                await FlushAsync(output, buffer, 0, cancellationToken);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
        await FlushAsync(output, buffer, 0, cancellationToken);
    }

    private static void WriteNode(Utf8JsonWriter writer, GraphEntry node)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, node.Id);
        writer.WriteString("label"u8, node.Agent?.Registration.Name ?? node.Id);
        if (node.Agent is { } agent)
        {
            writer.WriteString("type"u8, agent.Registration.Type);
        }

        writer.WriteString("status"u8, node.Status);
        if (node.Agent is { } known)
        {
            writer.WriteString("health"u8, AgentWords.Status[known.Status]);
        }

        writer.WriteEndObject();
    }

    private static async ValueTask FlushAsync(PipeWriter output, PooledBuffer buffer, int from, CancellationToken cancellationToken)
    {
        if (buffer.Length > from)
        {
            await output.WriteAsync(buffer.Written, cancellationToken);
            buffer.Clear();
        }
    }
}

using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Registry.Core.Agents.Documents;
using Registry.Core.Discovery;
using Registry.Http.Bodies;

namespace Registry.Http.Services;

/// <summary>Writes a page of services; nothing of it is held as a whole.</summary>
internal static class ServicePageAnswer
{
    // A service is some 300 bytes at least: fewer do not reach the size from which compression pays.
    private const int CompressedFrom = 3;

    // What is written before the client has to keep up.
    private const int FlushEvery = 64 * 1024;

    public static Task WriteAsync(HttpContext context, DiscoveryResult result, IResponseCompressionProvider compression) =>
        StreamedAnswer.WriteAsync(
            context,
            result.Agents.Count >= CompressedFrom,
            compression,
            (output, cancellationToken) => WritePageAsync(output, result, cancellationToken));

    private static async Task WritePageAsync(PipeWriter output, DiscoveryResult result, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer(FlushEvery);
        await using var writer = new Utf8JsonWriter(buffer, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("services"u8);
        for (var i = 0; i < result.Agents.Count; i++)
        {
            ServiceWriter.WriteDefinition(writer, result.Agents[i]);
            if (writer.BytesPending + buffer.Length >= FlushEvery)
            {
                await FlushAsync(writer, buffer, output, cancellationToken);
            }
        }

        writer.WriteEndArray();
        writer.WriteNumber("count"u8, result.Agents.Count);
        writer.WriteNumber("total"u8, result.Total);
        if (result.NextCursor is { } cursor)
        {
            writer.WriteString("nextCursor"u8, cursor);
        }

        writer.WriteEndObject();
        await FlushAsync(writer, buffer, output, cancellationToken);
    }

    private static async Task FlushAsync(Utf8JsonWriter writer, PooledBuffer buffer, PipeWriter output, CancellationToken cancellationToken)
    {
        await writer.FlushAsync(cancellationToken);
        await output.WriteAsync(buffer.Written, cancellationToken);
        buffer.Clear();
    }
}

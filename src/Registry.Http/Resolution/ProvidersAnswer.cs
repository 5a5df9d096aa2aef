using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Registry.Contracts;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Http.Bodies;

namespace Registry.Http.Resolution;

/// <summary>Writes who provides what, from the agents' own bytes.</summary>
internal static class ProvidersAnswer
{
    private const string AnyHandler = "*";
    private const int CompressedFrom = 3;
    private const int FlushEvery = 64 * 1024;

    public static Task WriteAsync(HttpContext context, IReadOnlyList<AgentView> providers, IResponseCompressionProvider compression) =>
        StreamedAnswer.WriteAsync(
            context, providers.Count >= CompressedFrom, compression, (output, cancellationToken) => WriteAsync(output, providers, cancellationToken));

    private static async Task WriteAsync(PipeWriter output, IReadOnlyList<AgentView> providers, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer(FlushEvery);
        var handlers = providers.ToLookup(static view => view.Agent.Registration.Handler ?? AnyHandler, StringComparer.Ordinal);
        buffer.Write("{\"handlers\":{"u8);
        var first = true;
        foreach (var handler in handlers.Where(static handler => handler.Key != AnyHandler).OrderBy(static handler => handler.Key, StringComparer.Ordinal))
        {
            WriteName(buffer, handler.Key, ref first);
            await WriteTypesAsync(output, buffer, handler, cancellationToken);
        }

        buffer.Write("},\"global_services\":"u8);
        await WriteTypesAsync(output, buffer, handlers[AnyHandler], cancellationToken);
        buffer.Write(",\"circuit_breaker_stats\":{"u8);
        first = true;
        foreach (var (agent, _) in providers)
        {
            WriteName(buffer, agent.Id, ref first);
            WriteCircuit(buffer, agent);
            await FlushAsync(output, buffer, cancellationToken);
        }

        buffer.Write("}}"u8);
        await output.WriteAsync(buffer.Written, cancellationToken);
    }

    private static async Task WriteTypesAsync(PipeWriter output, PooledBuffer buffer, IEnumerable<AgentView> providers, CancellationToken cancellationToken)
    {
        buffer.Write("{"u8);
        var first = true;
        var types = providers.GroupBy(static view => view.Agent.Registration.Type, StringComparer.OrdinalIgnoreCase);
        foreach (var type in types.OrderBy(static type => type.Key, StringComparer.Ordinal))
        {
            WriteName(buffer, type.Key, ref first);
            var isFirst = true;
            foreach (var (agent, lastSeen) in type)
            {
                buffer.Write(isFirst ? "["u8 : ","u8);
                isFirst = false;
                AgentRendering.WriteAnswer(buffer, agent, lastSeen);
                await FlushAsync(output, buffer, cancellationToken);
            }

            buffer.Write("]"u8);
        }

        buffer.Write("}"u8);
    }

    private static void WriteName(PooledBuffer buffer, string name, ref bool first)
    {
        buffer.Write(first ? "\""u8 : ",\""u8);
        buffer.Write(JsonEncodedText.Encode(name, JsonOutput.Options.Encoder).EncodedUtf8Bytes);
        buffer.Write("\":"u8);
        first = false;
    }

    private static void WriteCircuit(PooledBuffer buffer, Agent agent)
    {
        using var writer = new Utf8JsonWriter(buffer, JsonOutput.Options);
        JsonSerializer.Serialize(writer, Circuits.From(agent), ContractsContext.Default.AgentCircuit);
    }

    private static async ValueTask FlushAsync(PipeWriter output, PooledBuffer buffer, CancellationToken cancellationToken)
    {
        if (buffer.Length >= FlushEvery)
        {
            await output.WriteAsync(buffer.Written, cancellationToken);
            buffer.Clear();
        }
    }
}

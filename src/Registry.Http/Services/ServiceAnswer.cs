using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Http.Bodies;
using Registry.Http.Conditional;
using Registry.Http.Problems;

namespace Registry.Http.Services;

/// <summary>Answers one service, or why not.</summary>
internal static class ServiceAnswer
{
    private const int FirstCapacity = 2048;

    public static Task WriteAsync(HttpContext context, AgentView service, ServiceHealthSource source)
    {
        context.Response.Headers.ETag = EntityTags.Of(service.Agent);
        return WriteAsync(context, service, source.Of(service), ServiceWriter.WriteDefinition);
    }

    public static Task WriteHealthAsync(HttpContext context, AgentView service, ServiceHealthSource source) =>
        WriteAsync(context, service, source.Of(service), static (writer, _, health) => ServiceWriter.WriteHealth(writer, health));

    /// <summary>A refusal in the words of this surface.</summary>
    public static Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        if (refusal.Code == RefusalCode.NotFound)
        {
            refusal = refusal with { Detail = "Service not found" };
        }

        if (refusal.Errors is { } found)
        {
            var errors = new FieldErrors();
            ServiceFields.AddRenamed(found, errors);
            refusal = refusal with { Errors = errors };
        }

        return ProblemWriter.WriteAsync(context, refusal);
    }

    private static async Task WriteAsync(
        HttpContext context, AgentView service, ServiceHealthFacts health, Action<Utf8JsonWriter, AgentView, ServiceHealthFacts> write)
    {
        using var buffer = new PooledBuffer(FirstCapacity);
        using (var writer = new Utf8JsonWriter(buffer, JsonOutput.Options))
        {
            write(writer, service, health);
        }

        await JsonAnswer.WriteAsync(context, buffer.Written);
    }
}

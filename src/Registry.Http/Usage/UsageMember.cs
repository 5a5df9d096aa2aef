using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;
using Registry.Core.Time;
using Registry.Http.Routing;

namespace Registry.Http.Usage;

/// <summary>The member <c>usage</c> of an agent, where it is asked for.</summary>
internal static class UsageMember
{
    public static async Task WriteAsync(HttpContext context, AgentRegistry registry, Agent agent, Utf8JsonWriter writer)
    {
        var use = await registry.Usage.OfAsync(agent, context.Freshness(), context.RequestAborted);
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("access_count"u8, use.Count);
        if (use.Last > 0)
        {
            writer.WriteString("last_accessed"u8, Rfc3339.Text(use.Last));
        }

        writer.WriteEndObject();
    }

    public static DateTimeOffset? Time(long unixMs) => unixMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(unixMs) : null;
}

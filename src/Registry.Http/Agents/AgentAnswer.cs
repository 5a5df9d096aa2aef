using Microsoft.AspNetCore.Http;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Discovery;
using Registry.Http.Bodies;
using Registry.Http.Conditional;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Agents;

/// <summary>Answers one agent. A read that memory serves costs one small buffer and no parsing.</summary>
internal static class AgentAnswer
{
    private const int FirstCapacity = 2048;

    /// <param name="context">Of the request.</param>
    /// <param name="read">Usually done already.</param>
    /// <param name="fields">The members to answer; null for all.</param>
    public static async Task WriteAsync(HttpContext context, ValueTask<Outcome<AgentRead>> read, IReadOnlySet<string>? fields)
    {
        var outcome = await read;
        if (!outcome.Is(out var found, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, found.AgeMs);
        if (EntityTags.AnyMatches(context.Request.Headers.IfNoneMatch, found.View.Agent.Revision))
        {
            context.Response.Headers.ETag = EntityTags.Of(found.View.Agent.Revision);
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await WriteAsync(context, found.View, fields);
    }

    /// <summary>An agent that somebody else than its owner changed: only the vectors know when it was last seen.</summary>
    public static async Task WriteAsync(HttpContext context, AgentRegistry registry, Outcome<Agent> outcome)
    {
        if (!outcome.Is(out var agent, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        var read = await registry.GetAsync(agent.Id, Freshness.Bounded, context.RequestAborted);
        var lastSeen = read.Is(out var found, out _) && found.View.Agent.Epoch == agent.Epoch ? found.View.LastSeen : agent.Seen;
        await WriteAsync(context, new AgentView(agent, lastSeen));
    }

    public static async Task WriteAsync(HttpContext context, AgentView view, IReadOnlySet<string>? fields = null)
    {
        context.Response.Headers.ETag = EntityTags.Of(view.Agent.Revision);
        using var document = new PooledBuffer(FirstCapacity);
        if (fields is null)
        {
            AgentRendering.WriteAnswer(document, view.Agent, view.LastSeen);
        }
        else
        {
            AgentRendering.WriteSparse(document, view.Agent, view.LastSeen, fields);
        }

        await JsonAnswer.WriteAsync(context, document.Written);
    }
}

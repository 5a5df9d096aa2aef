using System.Buffers;
using System.Text;
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
    /// <param name="more">What else to answer; null for nothing. Then there is no ETag: the agent's does not tell whether that changed.</param>
    public static async Task WriteAsync(
        HttpContext context, ValueTask<Outcome<AgentRead>> read, IReadOnlySet<string>? fields, Func<Agent, IReadOnlyList<AgentMember>>? more = null)
    {
        var outcome = await read;
        if (!outcome.Is(out var found, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, found.AgeMs);
        if (more is not null)
        {
            await WriteAsync(context, found.View, fields, more(found.View.Agent));
            return;
        }

        if (EntityTags.AnyMatches(context.Request.Headers.IfNoneMatch, found.View.Agent))
        {
            context.Response.Headers.ETag = EntityTags.Of(found.View.Agent);
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await WriteAsync(context, found.View, fields);
    }

    /// <summary>Answers an agent that was just changed. An operator's change is no sign of life: only the vectors know the last one.</summary>
    public static async Task WriteChangedAsync(HttpContext context, AgentRegistry registry, Outcome<Agent> outcome)
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

    public static Task WriteAsync(HttpContext context, AgentView view, IReadOnlySet<string>? fields = null)
    {
        context.Response.Headers.ETag = EntityTags.Of(view.Agent);
        return WriteAsync(context, view, fields, []);
    }

    /// <summary>The agent and after its own members others; without an ETag of its own.</summary>
    public static async Task WriteAsync(HttpContext context, AgentView view, IReadOnlySet<string>? fields, IReadOnlyList<AgentMember> more)
    {
        using var document = new PooledBuffer(FirstCapacity);
        if (fields is null)
        {
            AgentRendering.WriteAnswer(document, view.Agent, view.LastSeen);
        }
        else
        {
            AgentRendering.WriteSparse(document, view.Agent, view.LastSeen, fields);
        }

        if (more.Count > 0)
        {
            document.TakeBack(1);
            foreach (var member in more)
            {
                document.Write(Encoding.UTF8.GetBytes($",\"{member.Name}\":"));
                document.Write(member.Json.Span);
            }

            document.Write("}"u8);
        }

        await JsonAnswer.WriteAsync(context, document.Written);
    }
}

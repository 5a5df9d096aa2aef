using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;
using Registry.Contracts.Events;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Events;
using Registry.Http.Auth.Oidc;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Events;

/// <summary>What happened, and what happens: as answers, held until there is something, or as a stream.</summary>
internal sealed class EventEndpoints(AgentRegistry registry, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const string Tag = "Events";

    public static void Map(RouteTable routes, EventEndpoints endpoints) =>
        routes.Get("/events", CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetEvents", Tag, "What happened after a cursor; with Accept: text/event-stream, what happens from there on.")
            .Query("cursor", "Where to go on: what an answer gave, `now` (default) or `oldest`.")
            .Query("wait", "Seconds, at most 60, to hold the request until there is something.", ParameterKind.Number)
            .Query("type", "Of these types: `agent.registered`, `agent.*`, `*`.", ParameterKind.List)
            .Query("agent", "Of this agent.")
            .Query("limit", "At most this many, 1 … 1,000. Default 100.", ParameterKind.Whole)
            .Header("Last-Event-ID", "Of a stream: the id of the last event that arrived; goes before `cursor`.")
            .Answers<EventPage>().AnswersText("text/event-stream").Refuses(StatusCodes.Status410Gone);

    private async Task GetAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var request = context.Request;
        if (EventQuery.Parse(request.Parameters(), errors) is not { } query)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        // A client that comes back says where it was; what its URL began with is past.
        var isStream = EventStream.IsAskedFor(request);
        var given = isStream && request.Headers[EventStream.LastEventId].ToString() is { Length: > 0 } last ? last : query.Cursor;
        var started = await registry.Events.StartAsync(given, context.Freshness(), context.RequestAborted);
        if (!started.Is(out var cursor, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        context.Response.Headers.Vary = HeaderNames.Accept;
        var wait = isStream || HttpMethods.IsHead(request.Method) ? TimeSpan.Zero : query.Wait;
        var outcome = await registry.Events.ReadAsync(
            cursor, query.Filter, query.Limit, wait, lifetime.ApplicationStopping, context.RequestAborted);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (!outcome.Is(out var batch, out refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
        }
        else if (isStream)
        {
            // Who showed a token gets what happens until that ends, and goes on with the next one.
            using var expired = context.Features.Get<OidcToken>() is { } token
                ? new CancellationTokenSource(token.Left(time.GetUtcNow()), time)
                : new CancellationTokenSource();
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, lifetime.ApplicationStopping);
            using var stream = new EventStream(context, registry.Events, query, time, ended.Token);
            await stream.RunAsync(cursor, batch);
        }
        else
        {
            await EventPageAnswer.WriteAsync(context, batch, registry.Events.Source);
        }
    }
}

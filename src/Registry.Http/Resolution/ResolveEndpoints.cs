using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Hosting;
using Registry.Contracts;
using Registry.Contracts.Resolution;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Resolution;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Resolution;

/// <summary>Who should do something now, who could, and whether all that is needed is there.</summary>
internal sealed class ResolveEndpoints(
    AgentRegistry registry, RegistryHttpOptions options, IResponseCompressionProvider compression, IHostApplicationLifetime lifetime)
{
    private const string Tag = "Resolution";
    private const string NextCursor = "X-Next-Cursor";

    public static void Map(RouteTable routes, ResolveEndpoints endpoints)
    {
        routes.Get("/resolve", CallerRole.Reader, endpoints.ResolveAsync)
            .Describe("Resolve", Tag, "Who should do this now? One agent, and why this one.")
            .Query("type", "Required. The type of agent, compared without case.")
            .Query("handler", "Who asks: its own providers come first. Absent or `*`: those that serve every handler.")
            .Query("capability", "With all of these capabilities: names, or `name@range` with a version range as npm has them.", ParameterKind.List)
            .Query("fallback_to_global", "Whether those that serve every handler do where the handler's own can't. Default true.", ParameterKind.Flag)
            .Query("exclude", "Ids that are not wanted.", ParameterKind.List)
            .Query("require_dependencies", "Whether what it depends on must be up. Default false.", ParameterKind.Flag)
            .Query("explain", "Whether every candidate is told with why it was taken or left; no trial is taken then. Default false.", ParameterKind.Flag)
            .Answers<ResolveAnswer>().Refuses(StatusCodes.Status404NotFound);
        routes.Get("/providers", CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListProviders", Tag, "Who provides what, by handler and type, with their circuits. A page at a time; the next cursor is in X-Next-Cursor.")
            .TakesFilters().Answers<ProviderDirectory>();
        routes.Get("/ready", CallerRole.Reader, endpoints.ReadyAsync)
            .Describe("GetReadiness", Tag, "Waits until every type has a provider that can be used. 503 with the same body: the time is up.")
            .Query("types", "The types that are needed. Default: the registry's setting.", ParameterKind.List)
            .Query("timeout", "Seconds to wait, at most 60; 0: not at all. Default 30.", ParameterKind.Number)
            .Answers<ReadinessReport>();
    }

    private async Task ResolveAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        if (ResolveQuery.Parse(context.Request.Parameters(), errors) is not { } query)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        query = HttpMethods.IsHead(context.Request.Method) ? query with { Peek = true } : query;
        var outcome = await registry.Resolution.ResolveAsync(query, context.Caller(), context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var resolved, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        SetHeaders(context, resolved.AgeMs);
        await ResolvedAnswer.WriteAsync(context, resolved);
    }

    private async Task ListAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        if (DiscoveryQuery.Parse(context.Request.Parameters(), errors) is not { } query)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.DiscoverAsync(query, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var result, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, result.AgeMs);
        if (result.NextCursor is { } cursor)
        {
            context.Response.Headers[NextCursor] = cursor;
        }

        await ProvidersAnswer.WriteAsync(context, result.Agents, compression);
    }

    private async Task ReadyAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        if (ReadinessQuery.Parse(context.Request.Parameters(), options.RequiredTypes, errors) is not { } query)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var wait = HttpMethods.IsHead(context.Request.Method) ? TimeSpan.Zero : query.Wait;
        var outcome = await registry.Resolution.WaitReadyAsync(
            query.Types, wait, context.Freshness(), lifetime.ApplicationStopping, context.RequestAborted);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (!outcome.Is(out var readiness, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        SetHeaders(context, readiness.AgeMs);
        context.Response.StatusCode = readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var report = new ReadinessReport
        {
            Ready = readiness.IsReady,
            Available = new Dictionary<string, string>(readiness.Available, StringComparer.Ordinal),
            Missing = readiness.Missing,
        };
        await JsonAnswer.WriteAsync(context, report, ContractsContext.Default.ReadinessReport);
    }

    /// <summary>Each question has an answer of its own: nobody may keep it.</summary>
    private static void SetHeaders(HttpContext context, long ageMs)
    {
        ReadHeaders.Set(context, ageMs);
        context.Response.Headers.CacheControl = "no-store";
    }
}

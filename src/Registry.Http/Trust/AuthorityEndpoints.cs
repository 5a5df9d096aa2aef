using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Trust;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Trust;
using Registry.Http.Agents;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Trust;

/// <summary>Who may vouch for agents: set by admins, seen by everybody who may read.</summary>
internal sealed partial class AuthorityEndpoints(AgentRegistry registry, ILogger<AuthorityEndpoints> logger)
{
    private const string Tag = "Trust";
    private const string Id = "id";
    private const string One = "/authorities/{id}";
    private const string IdMeaning = "Id of the authority: 1–128 characters of `A–Z a–z 0–9 . _ : @ -`.";

    public static void Map(RouteTable routes, AuthorityEndpoints endpoints)
    {
        routes.Put(One, CallerRole.Admin, endpoints.PutAsync)
            .Describe("PutAuthority", Tag, "Set an authority: its public keys, and who vouches for it.").Query(Id, IdMeaning)
            .Takes<AuthorityRequest>().Answers<AuthorityResource>().Answers<AuthorityResource>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status409Conflict);
        routes.Get(One, CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetAuthority", Tag, "One authority.").Query(Id, IdMeaning)
            .Answers<AuthorityResource>().Refuses(StatusCodes.Status404NotFound);
        routes.Get("/authorities", CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListAuthorities", Tag, "All authorities, revoked ones included.")
            .Answers<AuthorityList>();
        routes.Delete(One, CallerRole.Admin, endpoints.RevokeAsync)
            .Describe("RevokeAuthority", Tag, "Revoke an authority, for good, with all that it vouched for.").Query(Id, IdMeaning)
            .AnswersNothing(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound);
        routes.Post(One + "/revocations", CallerRole.Admin, endpoints.RevokeTokenAsync)
            .Describe("RevokeToken", Tag, "Revoke one token, or one endorsement, of an authority.").Query(Id, IdMeaning)
            .Takes<RevocationRequest>().Answers<AuthorityResource>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private async Task PutAsync(HttpContext context)
    {
        if (await ReadAsync(context, AuthorityReader.Read) is not { } input)
        {
            return;
        }

        var outcome = await registry.Trust.PutAsync(input, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var view, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        LogSet(input.Id, input.Keys.Count, input.Parent);
        if (view.Created)
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.Headers.Location = "/authorities/" + input.Id;
        }

        await AnswerAsync(context, view);
    }

    private async Task GetAsync(HttpContext context)
    {
        if (ReadId(context, out var id) is { } invalid)
        {
            await ProblemWriter.WriteAsync(context, invalid);
            return;
        }

        var outcome = await registry.Trust.FindAsync(id, context.Freshness(), context.RequestAborted);
        await (outcome.Is(out var view, out var refusal) ? AnswerAsync(context, view) : ProblemWriter.WriteAsync(context, refusal));
    }

    private async Task ListAsync(HttpContext context)
    {
        var outcome = await registry.Trust.ListAsync(context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var views, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        var list = new AuthorityList { Authorities = [.. views.Select(TrustAnswers.Of)], Count = views.Count };
        await JsonAnswer.WriteAsync(context, list, ContractsContext.Default.AuthorityList);
    }

    private async Task RevokeAsync(HttpContext context)
    {
        if (ReadId(context, out var id) is { } invalid)
        {
            await ProblemWriter.WriteAsync(context, invalid);
            return;
        }

        var outcome = await registry.Trust.RevokeAsync(id, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out _, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        LogRevoked(id);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task RevokeTokenAsync(HttpContext context)
    {
        if (await ReadAsync(context, static (_, body, errors) => AuthorityReader.ReadRevocation(body, errors)) is not { } tokenId)
        {
            return;
        }

        var id = context.RouteValue(Id);
        var outcome = await registry.Trust.RevokeTokenAsync(id, tokenId, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var view, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        LogTokenRevoked(id);
        await AnswerAsync(context, view);
    }

    /// <summary>Null where the refusal has been answered.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext context, Func<string, JsonElement, FieldErrors, T?> read)
        where T : class
    {
        var errors = new FieldErrors();
        if (ReadId(context, out var id) is { } invalid)
        {
            await ProblemWriter.WriteAsync(context, invalid);
            return null;
        }

        return (await ParsedBody.ReadAsync(context, errors, (root, all) => read(id, root, all)))?.Value;
    }

    private static HttpRefusal? ReadId(HttpContext context, out string id)
    {
        id = context.RouteValue(Id);
        return AgentId.IsValid(id) ? null : AgentIds.Invalid;
    }

    private static Task AnswerAsync(HttpContext context, AuthorityView view) =>
        JsonAnswer.WriteAsync(context, TrustAnswers.Of(view), ContractsContext.Default.AuthorityResource);

    [LoggerMessage(170, LogLevel.Information, "Authority {Authority} set: {Keys} keys, parent {Parent}.")]
    private partial void LogSet(string authority, int keys, string? parent);

    [LoggerMessage(171, LogLevel.Warning, "Authority {Authority} revoked.")]
    private partial void LogRevoked(string authority);

    [LoggerMessage(172, LogLevel.Warning, "A token of authority {Authority} revoked.")]
    private partial void LogTokenRevoked(string authority);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Subscriptions;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Webhooks;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Subscriptions;

/// <summary>Who is sent which events.</summary>
internal sealed partial class SubscriptionEndpoints(AgentRegistry registry, ILogger<SubscriptionEndpoints> logger)
{
    private const string Tag = "Subscriptions";
    private const string Path = "/subscriptions";
    private const string PathOfOne = Path + "/{id}";

    private WebhookService Webhooks => registry.Webhooks;

    public static void Map(RouteTable routes, SubscriptionEndpoints endpoints)
    {
        routes.Post(Path, CallerRole.Operator, endpoints.CreateAsync)
            .Describe("CreateSubscription", Tag, "Have events pushed to a URL.")
            .Takes<SubscriptionRequest>().Answers<SubscriptionResource>(StatusCodes.Status201Created);
        routes.Get(Path, CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListSubscriptions", Tag, "All subscriptions, the oldest first.")
            .Answers<SubscriptionList>();
        TakesId(routes.Get(PathOfOne, CallerRole.Reader, endpoints.GetAsync))
            .Describe("GetSubscription", Tag, "A subscription, with its newest deliveries and dead letters.")
            .Answers<SubscriptionResource>().Refuses(StatusCodes.Status404NotFound);
        TakesId(routes.Patch(PathOfOne, CallerRole.Operator, endpoints.ChangeAsync))
            .Describe("ChangeSubscription", Tag, "Change, pause or take up a subscription.")
            .Takes<SubscriptionChange>().Answers<SubscriptionResource>().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        TakesId(routes.Delete(PathOfOne, CallerRole.Operator, endpoints.RemoveAsync))
            .Describe("DeleteSubscription", Tag, "End a subscription.")
            .AnswersNothing(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound);
        TakesId(routes.Post(PathOfOne + "/redeliver", CallerRole.Operator, endpoints.RedeliverAsync))
            .Describe("Redeliver", Tag, "Send the dead letters of a subscription again.")
            .Answers<RedeliverAnswer>(StatusCodes.Status202Accepted).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static IEndpointConventionBuilder TakesId(IEndpointConventionBuilder route) => route.Query("id", "Id of the subscription.");

    private async Task CreateAsync(HttpContext context)
    {
        if (await ReadAsync(context, isNew: true) is not { } given)
        {
            return;
        }

        var outcome = await Webhooks.CreateAsync(given, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var subscription, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        LogCreated(subscription.Id, subscription.Url);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"{Path}/{subscription.Id}";
        await JsonAnswer.WriteAsync(context, SubscriptionAnswer.Of(subscription), ContractsContext.Default.SubscriptionResource);
    }

    private async Task ListAsync(HttpContext context)
    {
        var outcome = await Webhooks.ListAsync(context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var subscriptions, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        var list = new SubscriptionList([.. subscriptions.Select(SubscriptionAnswer.Of)], subscriptions.Count);
        await JsonAnswer.WriteAsync(context, list, ContractsContext.Default.SubscriptionList);
    }

    private async Task GetAsync(HttpContext context)
    {
        var outcome = await Webhooks.GetAsync(context.RouteValue("id"), context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var detail, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        await JsonAnswer.WriteAsync(context, SubscriptionAnswer.Of(detail), ContractsContext.Default.SubscriptionResource);
    }

    private async Task ChangeAsync(HttpContext context)
    {
        if (await ReadAsync(context, isNew: false) is not { } patch)
        {
            return;
        }

        var outcome = await Webhooks.ChangeAsync(context.RouteValue("id"), patch, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var subscription, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        LogChanged(subscription.Id, subscription.Status);
        await JsonAnswer.WriteAsync(context, SubscriptionAnswer.Of(subscription), ContractsContext.Default.SubscriptionResource);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        var outcome = await Webhooks.RemoveAsync(context.RouteValue("id"), context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var subscription, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        LogRemoved(subscription.Id);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task RedeliverAsync(HttpContext context)
    {
        var outcome = await Webhooks.RedeliverAsync(context.RouteValue("id"), context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var count, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await JsonAnswer.WriteAsync(context, new RedeliverAnswer(count), ContractsContext.Default.RedeliverAnswer);
    }

    /// <summary>Null where it was refused, and told so.</summary>
    private async Task<SubscriptionPatch?> ReadAsync(HttpContext context, bool isNew) =>
        (await ParsedBody.ReadAsync(context, new FieldErrors(), (root, all) => SubscriptionBodies.Read(root, isNew, Webhooks, all)))?.Value;

    [LoggerMessage(90, LogLevel.Information, "Subscription {Subscription} to {Url} was created.")]
    private partial void LogCreated(string subscription, string url);

    [LoggerMessage(91, LogLevel.Information, "Subscription {Subscription} was changed; it is {Status}.")]
    private partial void LogChanged(string subscription, SubscriptionStatus status);

    [LoggerMessage(92, LogLevel.Information, "Subscription {Subscription} was deleted.")]
    private partial void LogRemoved(string subscription);
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts.Agents;
using Registry.Contracts.Batches;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;
using Registry.Http.Agents;
using Registry.Http.Bodies;
using Registry.Http.Lifecycles;
using Registry.Http.Problems;
using Registry.Http.Routing;
using Registry.Http.Trust;

namespace Registry.Http.Batches;

/// <summary>What is asked of many agents by one call.</summary>
internal sealed partial class AgentBatchEndpoints(
    AgentRegistry registry, RegistryHttpOptions options, BatchRunner runner, ILogger<AgentBatchEndpoints> logger)
{
    private const string Tag = "Batches";
    private const string Id = "id";
    private const string Ids = "ids";

    public static void Map(RouteTable routes, AgentBatchEndpoints endpoints)
    {
        routes.Post("/agents/batch", CallerRole.Agent, endpoints.RegisterAsync)
            .TakesTrustWaiver()
            .Describe("RegisterAgents", Tag, "Register up to 1,000 agents.")
            .Takes<AgentRegistration[]>().Answers<BatchAnswer>();
        routes.Post("/agents/heartbeats", CallerRole.Agent, endpoints.HeartbeatAsync)
            .Describe("SendHeartbeats", Tag, "Renew up to 1,000 leases.")
            .Takes<HeartbeatItem[]>().Answers<BatchAnswer>();
        routes.Post("/agents/unregister", CallerRole.Agent, endpoints.UnregisterAsync)
            .Describe("UnregisterAgents", Tag, "Remove up to 1,000 agents.")
            .Takes<UnregisterBatch>().Answers<BatchAnswer>();
        routes.Post("/agents/status", CallerRole.Agent, endpoints.SetStatusAsync)
            .Describe("SetStatuses", Tag, "Set what up to 1,000 agents report, or their lifecycle: id to status.")
            .Takes<Dictionary<string, string>>().Answers<BatchAnswer>();
    }

    private Task RegisterAsync(HttpContext context) => RunAsync(context, BatchItems.OfArray, RegisterAsync);

    private Task HeartbeatAsync(HttpContext context) => RunAsync(context, BatchItems.OfArray, HeartbeatAsync);

    private Task UnregisterAsync(HttpContext context) => RunAsync(context, static (root, errors) => BatchItems.OfMember(root, Ids, errors), UnregisterAsync);

    private Task SetStatusAsync(HttpContext context)
    {
        LifecycleStatuses? lifecycles = null;
        return RunAsync(
            context,
            BatchItems.OfObject,
            (_, item, items) => SetStatusAsync(context, item, lifecycles ??= new LifecycleStatuses(registry, items, context)));
    }

    private Task RunAsync<T>(
        HttpContext context, Func<JsonElement, FieldErrors, IReadOnlyList<T>?> split, Func<HttpContext, T, Task<BatchItem>> run) =>
        RunAsync(context, split, (request, item, _) => run(request, item));

    private async Task RunAsync<T>(
        HttpContext context, Func<JsonElement, FieldErrors, IReadOnlyList<T>?> split, Func<HttpContext, T, IReadOnlyList<T>, Task<BatchItem>> run)
    {
        var read = await BodyReader.ReadBatchAsync(context);
        if (!read.Is(out var body, out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        using (body)
        {
            var errors = new FieldErrors();
            if (split(body.Root, errors) is not { } items)
            {
                await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            }
            else if (items.Count > BodyLimits.BatchItems)
            {
                await ProblemWriter.WriteAsync(context, BatchRunner.TooMany);
            }
            else
            {
                await runner.AnswerAsync(context, items, item => run(context, item, items), registry.HoldCommits);
            }
        }
    }

    private async Task<BatchItem> RegisterAsync(HttpContext context, JsonElement item)
    {
        var errors = new FieldErrors();
        if (!RegistrationReader.TryRead(item, routeId: null, options.Defaults, errors, out var input)
            | !TrustWaiver.TryRead(context, options, errors, out var waived, out var forbidden))
        {
            return BatchItem.Refused(BatchItems.Text(item, Id), forbidden ?? HttpRefusal.Invalid(errors));
        }

        var outcome = await registry.RegisterAsync(input!.ToRequest(trustWaived: waived), context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var registered, out var refusal))
        {
            return BatchItem.Refused(input.Id, ProblemMapping.From(refusal));
        }

        LogRegistered(registered.Agent.Id, registered.Agent.Revision);
        return BatchItem.Done(registered.Agent.Id, StatusCodes.Status201Created);
    }

    private async Task<BatchItem> HeartbeatAsync(HttpContext context, JsonElement item)
    {
        var errors = new FieldErrors();
        var request = HeartbeatBodies.Read(item, errors);
        var id = ReadId(BatchItems.Text(item, Id), errors);
        if (!errors.IsEmpty)
        {
            return BatchItem.Refused(id, HttpRefusal.Invalid(errors));
        }

        var outcome = await registry.HeartbeatAsync(id!, request, context.Caller(), context.RequestAborted);
        return outcome.Is(out _, out var refusal)
            ? BatchItem.Done(id!, StatusCodes.Status200OK)
            : BatchItem.Refused(id, ProblemMapping.From(refusal));
    }

    private async Task<BatchItem> UnregisterAsync(HttpContext context, JsonElement item)
    {
        var errors = new FieldErrors();
        var id = ReadId(BatchItems.Text(item), errors);
        if (!errors.IsEmpty)
        {
            return BatchItem.Refused(id, HttpRefusal.Invalid(errors));
        }

        var outcome = await registry.UnregisterAsync(id!, Precondition.None, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var removed, out var refusal))
        {
            return BatchItem.Refused(id, ProblemMapping.From(refusal));
        }

        if (removed)
        {
            LogUnregistered(id!);
        }

        return BatchItem.Done(id!, StatusCodes.Status200OK);
    }

    private async Task<BatchItem> SetStatusAsync(HttpContext context, KeyValuePair<string, JsonElement> item, LifecycleStatuses lifecycles)
    {
        var errors = new FieldErrors();
        var id = ReadId(item.Key, errors);
        var isLifecycle = LifecycleStatuses.TryRead(item.Value, out var lifecycle);
        if (!HeartbeatBodies.TryReadStatus(item.Value, out var status) && !isLifecycle)
        {
            errors.Add("status", HeartbeatBodies.ExpectedStatus + ", or a lifecycle: discovered, registered, active, inactive or error");
        }

        if (!errors.IsEmpty)
        {
            return BatchItem.Refused(id, HttpRefusal.Invalid(errors));
        }

        if (isLifecycle)
        {
            return await lifecycles.SetAsync(id!, lifecycle);
        }

        var outcome = await registry.SetStatusAsync(id!, status, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var agent, out var refusal))
        {
            return BatchItem.Refused(id, ProblemMapping.From(refusal));
        }

        return BatchItem.Done(agent.Id, StatusCodes.Status200OK);
    }

    private static string? ReadId(string? id, FieldErrors errors)
    {
        if (!AgentId.IsValid(id))
        {
            errors.Add(Id, AgentId.Rule);
        }

        return id;
    }

    [LoggerMessage(30, LogLevel.Information, "Agent {AgentId} registered, revision {Revision}.")]
    private partial void LogRegistered(string agentId, long revision);

    [LoggerMessage(31, LogLevel.Information, "Agent {AgentId} unregistered.")]
    private partial void LogUnregistered(string agentId);
}

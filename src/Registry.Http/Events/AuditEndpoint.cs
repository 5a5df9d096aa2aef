using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Events;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Events;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Events;

/// <summary>Who did what when.</summary>
internal sealed class AuditEndpoint(AgentRegistry registry)
{
    private const string Tag = "Events";

    public static void Map(RouteTable routes, AuditEndpoint endpoint) =>
        routes.Get("/audit", CallerRole.Reader, endpoint.GetAsync)
            .Describe("GetAudit", Tag, "Who did what when, the newest first: changes from the log, refusals from this instance's last 1,000.")
            .Query("agent", "About this agent.")
            .Query("actor", "By the key of this name.")
            .Query("type", "Of these types: `agent.registered`, `agent.*`, `request.refused`, `subscription.created`, `*`.", ParameterKind.List)
            .Query("success", "Whether it was done, or refused.", ParameterKind.Flag)
            .Query("from", "None before this time, RFC 3339.")
            .Query("to", "None after this time, RFC 3339.")
            .Query("limit", "At most this many, 1 … 1,000. Default 100.", ParameterKind.Whole)
            .Query("cursor", "Continues: what an answer gave.")
            .Answers<AuditPage>().Refuses(StatusCodes.Status410Gone);

    private async Task GetAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        if (AuditQuery.Parse(context.Request.Parameters(), errors) is not { } query)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.Audit.ReadAsync(query, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var batch, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        var page = new AuditPage { Entries = [.. batch.Items.Select(Entry)], Cursor = batch.Cursor };
        await JsonAnswer.WriteAsync(context, page, ContractsContext.Default.AuditPage);
    }

    private static AuditEntry Entry(AuditItem item) => item.Change is { } change ? Entry(change) : Entry(item.Refusal!);

    private static AuditEntry Entry(RegistryEvent change) => new()
    {
        Time = DateTimeOffset.FromUnixTimeMilliseconds(change.Time),
        Actor = change.Actor,
        Type = change.Type,
        AgentId = change.AgentId.Length > 0 ? change.AgentId : null,
        Success = true,
        CorrelationId = change.CorrelationId,
        Data = new AuditData { EventId = change.Id, Entry = change.Entry, Old = change.Old, New = change.New, Reason = change.Reason },
    };

    private static AuditEntry Entry(RefusedRequest refused) => new()
    {
        Time = DateTimeOffset.FromUnixTimeMilliseconds(refused.Time),
        Actor = refused.Actor,
        Type = AuditQuery.RefusedType,
        AgentId = refused.AgentId,
        Success = false,
        Error = refused.Code,
        CorrelationId = refused.CorrelationId,
        Data = new AuditData { Method = refused.Method, Route = refused.Route, Status = refused.Status },
    };
}

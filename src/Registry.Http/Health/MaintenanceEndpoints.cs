using Microsoft.AspNetCore.Http;
using Registry.Contracts.Agents;
using Registry.Contracts.Health;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Agents;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Health;

/// <summary>Agents that operators take out of service.</summary>
internal sealed class MaintenanceEndpoints(AgentRegistry registry)
{
    private const string Tag = "Health";

    public static void Map(RouteTable routes, MaintenanceEndpoints endpoints)
    {
        routes.Post("/agents/{id}/maintenance", CallerRole.Operator, endpoints.BeginAsync)
            .Describe("BeginMaintenance", Tag, "Take an agent out of service, until a time or until told otherwise.")
            .Takes<MaintenanceRequest>().Answers<AgentResource>().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
        routes.Delete("/agents/{id}/maintenance", CallerRole.Operator, endpoints.EndAsync)
            .Describe("EndMaintenance", Tag, "Put an agent back into service.")
            .Answers<AgentResource>().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
    }

    private async Task BeginAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        if (await ParsedBody.ReadAsync(context, errors, MaintenanceBodies.Read) is not { Value: var note })
        {
            return;
        }

        await AgentAnswer.WriteChangedAsync(
            context, registry, await registry.SetMaintenanceAsync(id, note, context.Caller(), context.RequestAborted));
    }

    private async Task EndAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        await AgentAnswer.WriteChangedAsync(context, registry, await registry.EndMaintenanceAsync(id, context.Caller(), context.RequestAborted));
    }
}

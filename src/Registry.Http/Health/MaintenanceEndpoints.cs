using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts.Agents;
using Registry.Contracts.Health;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Health.Maintenance;
using Registry.Http.Agents;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Health;

/// <summary>Agents that operators take out of service.</summary>
internal sealed partial class MaintenanceEndpoints(AgentRegistry registry, ILogger<MaintenanceEndpoints> logger)
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
        var read = await BodyReader.ReadAsync(context);
        if (!read.Is(out var body, out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        MaintenanceNote note;
        using (body)
        {
            note = MaintenanceBodies.Read(body.Root, errors);
        }

        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.SetMaintenanceAsync(id, note, context.Caller(), context.RequestAborted);
        if (outcome.Is(out _, out _))
        {
            LogBegan(id);
        }

        await AgentAnswer.WriteChangedAsync(context, registry, outcome);
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

        var outcome = await registry.EndMaintenanceAsync(id, context.Caller(), context.RequestAborted);
        if (outcome.Is(out _, out _))
        {
            LogEnded(id);
        }

        await AgentAnswer.WriteChangedAsync(context, registry, outcome);
    }

    [LoggerMessage(60, LogLevel.Information, "Maintenance of agent {AgentId} began.")]
    private partial void LogBegan(string agentId);

    [LoggerMessage(61, LogLevel.Information, "Maintenance of agent {AgentId} ended.")]
    private partial void LogEnded(string agentId);
}

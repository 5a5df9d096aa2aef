using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Statistics;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Bodies;
using Registry.Http.Health;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Statistics;

/// <summary>The cleanup, now.</summary>
internal sealed partial class CleanupEndpoints(AgentRegistry registry, ILogger<CleanupEndpoints> logger)
{
    public static void Map(RouteTable routes, CleanupEndpoints endpoints) =>
        routes.Post("/cleanup", CallerRole.Operator, endpoints.CleanUpAsync)
            .Describe("CleanUp", "Jobs", "Remove what has expired, and what was not seen for as long as the body says.")
            .Takes<CleanupRequest>(optional: true).Answers<CleanupAnswer>();

    private async Task CleanUpAsync(HttpContext context)
    {
        var read = await BodyReader.ReadAsync(context, optional: true);
        if (!read.Is(out var body, out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        TimeSpan? inactiveFor;
        var errors = new FieldErrors();
        using (body)
        {
            inactiveFor = body.IsEmpty ? null : CleanupBody.Read(body.Root, errors);
        }

        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var swept = await registry.Cleanup.RemoveExpiredAsync(JobEndpoints.LeaseWait, context.RequestAborted);
        if (!swept.Is(out var expired, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        var removed = expired.Removed;
        if (inactiveFor is { } limit)
        {
            var outcome = await registry.Cleanup.RemoveInactiveAsync(limit, context.Caller(), context.RequestAborted);
            if (!outcome.Is(out var inactive, out refusal))
            {
                await ProblemWriter.WriteAsync(context, refusal);
                return;
            }

            removed += inactive.Removed;
            LogCleanedUp(inactive.Removed, limit.TotalSeconds);
        }

        await JsonAnswer.WriteAsync(context, new CleanupAnswer(removed), ContractsContext.Default.CleanupAnswer);
    }

    [LoggerMessage(50, LogLevel.Information, "Cleanup removed {Removed} agents that were not seen for {Seconds} s.")]
    private partial void LogCleanedUp(int removed, double seconds);
}

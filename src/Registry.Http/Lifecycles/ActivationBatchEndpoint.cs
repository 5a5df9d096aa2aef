using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Contracts.Batches;
using Registry.Contracts.Lifecycles;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Batches;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Lifecycles;

/// <summary>Many activations at once.</summary>
internal sealed class ActivationBatchEndpoint(AgentRegistry registry, BatchRunner runner)
{
    private const string Ids = "ids";
    private const string Id = "id";

    public static void Map(RouteTable routes, ActivationBatchEndpoint endpoint) =>
        routes.Post("/agents/activate", CallerRole.Agent, endpoint.ActivateAsync)
            .Describe("ActivateAgents", "Batches", "Activate up to 1,000 agents, in an order that their dependencies allow.")
            .Takes<ActivateBatch>().Answers<BatchAnswer>();

    private async Task ActivateAsync(HttpContext context)
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
            if (BatchItems.OfMember(body.Root, Ids, errors) is not { } items)
            {
                await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            }
            else if (items.Count > BodyLimits.BatchItems)
            {
                await ProblemWriter.WriteAsync(context, BatchRunner.TooMany);
            }
            else
            {
                var batch = new LifecycleBatch(registry, Lifecycle.Active, items.Select(BatchItems.Text), context);
                await runner.AnswerAsync(context, items, item => ActivateAsync(batch, item));
            }
        }
    }

    private static async Task<BatchItem> ActivateAsync(LifecycleBatch batch, JsonElement item)
    {
        var id = BatchItems.Text(item);
        return AgentId.IsValid(id) ? await batch.OfAsync(id) : BatchItem.Refused(id, HttpRefusal.Invalid(Id, AgentId.Rule));
    }
}

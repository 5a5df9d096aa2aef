using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;
using Registry.Http.Batches;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Lifecycles;

/// <summary>The items of a batch of statuses that set a lifecycle.</summary>
internal sealed class LifecycleStatuses(AgentRegistry registry, IReadOnlyList<KeyValuePair<string, JsonElement>> items, HttpContext context)
{
    private readonly LifecycleBatch _activations = Batch(registry, Lifecycle.Active, items, context);
    private readonly LifecycleBatch _deactivations = Batch(registry, Lifecycle.Inactive, items, context);

    public static bool TryRead(JsonElement value, out Lifecycle lifecycle) => AgentWords.Lifecycle.TryParse(BatchItems.Text(value), out lifecycle);

    /// <param name="id">Valid.</param>
    /// <param name="lifecycle">Where to.</param>
    public Task<BatchItem> SetAsync(string id, Lifecycle lifecycle) => lifecycle switch
    {
        Lifecycle.Active => _activations.OfAsync(id),
        Lifecycle.Inactive => _deactivations.OfAsync(id),
        _ => SetAloneAsync(id, lifecycle),
    };

    private async Task<BatchItem> SetAloneAsync(string id, Lifecycle lifecycle) =>
        (await registry.Graph.Lifecycle.SetAsync(id, lifecycle, context.Caller(), context.RequestAborted)).Is(out _, out var refusal)
            ? BatchItem.Done(id, StatusCodes.Status200OK)
            : BatchItem.Refused(id, ProblemMapping.From(refusal));

    private static LifecycleBatch Batch(
        AgentRegistry registry, Lifecycle lifecycle, IReadOnlyList<KeyValuePair<string, JsonElement>> items, HttpContext context) =>
        new(registry, lifecycle, items.Where(item => TryRead(item.Value, out var asked) && asked == lifecycle).Select(static item => item.Key), context);
}

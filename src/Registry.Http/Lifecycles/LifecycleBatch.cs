using Microsoft.AspNetCore.Http;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Batches;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Lifecycles;

/// <summary>The items of a batch that activate or deactivate: one run for all of them, because they wait for each other.</summary>
internal sealed class LifecycleBatch(AgentRegistry registry, Lifecycle lifecycle, IEnumerable<string?> ids, HttpContext context)
{
    private readonly List<string> _ids = [.. ids.Where(AgentId.IsValid).OfType<string>().Distinct(StringComparer.Ordinal)];
    private Task<IReadOnlyDictionary<string, Outcome<Agent>>>? _run;

    /// <summary>What became of an item.</summary>
    public async Task<BatchItem> OfAsync(string id)
    {
        _run ??= registry.Graph.Lifecycle.SetManyAsync(_ids, lifecycle, context.Caller(), context.RequestAborted);
        var outcomes = await _run;
        return outcomes[id].Is(out _, out var refusal)
            ? BatchItem.Done(id, StatusCodes.Status200OK)
            : BatchItem.Refused(id, ProblemMapping.From(refusal));
    }
}

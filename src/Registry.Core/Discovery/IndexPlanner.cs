using Registry.Core.Discovery.CustomIndexes;
using Registry.Core.Health;

namespace Registry.Core.Discovery;

/// <summary>Turns a query's indexed filters into the sets of one index.</summary>
internal static class IndexPlanner
{
    private static readonly HealthStatus[] Healthy = [HealthStatus.Healthy];
    private static readonly HealthStatus[] NotHealthy = [.. Enum.GetValues<HealthStatus>().Where(status => status != HealthStatus.Healthy)];

    /// <summary>Whether an index answers a part of the query.</summary>
    public static bool HasIndexed(DiscoveryQuery query) =>
        (query.Type ?? query.Environment ?? query.SystemType ?? query.Handler ?? query.Owner ?? query.Path) is not null
        || query.Kind is not null
        || query.Lifecycle is not null
        || query.Healthy is not null
        || query.Indexes.Count + query.Statuses.Count + query.Tags.Count + query.Capabilities.Count + query.AnyCapability.Count > 0;

    /// <summary>False when no agent of the index can match.</summary>
    public static bool Plan(DiscoveryQuery query, AgentIndex index, IndexPlan plan) =>
        And(IndexField.Type, query.Type, index, plan)
        && And(IndexField.Environment, query.Environment, index, plan)
        && And(IndexField.SystemType, query.SystemType, index, plan)
        && And(IndexField.Handler, query.Handler, index, plan)
        && And(IndexField.Owner, query.Owner, index, plan)
        && And(IndexField.Path, query.Path, index, plan)
        && AndEach(query.Indexes, index, plan)
        && (query.Kind is not { } kind || plan.And(index.Find(kind)))
        && (query.Lifecycle is not { } lifecycle || plan.And(index.Find(lifecycle)))
        && AndEach(query.Tags, IndexField.Tag, static tag => tag, index, plan)
        && AndEach(query.Capabilities, IndexField.Capability, static capability => capability.Name, index, plan)
        && (query.Healthy is not { } healthy || AndOneOf(healthy ? Healthy : NotHealthy, index, plan))
        && (query.Statuses.Count == 0 || AndOneOf(query.Statuses, index, plan))
        && (query.AnyCapability.Count == 0
            || plan.AndOneOf(query.AnyCapability, index, static (from, capability) => from.Find(IndexField.Capability, capability.Name)));

    private static bool And(IndexField field, string? value, AgentIndex index, IndexPlan plan) =>
        value is null || plan.And(index.Find(field, value));

    private static bool AndEach(IReadOnlyList<IndexFilter> filters, AgentIndex index, IndexPlan plan)
    {
        for (var i = 0; i < filters.Count; i++)
        {
            if (!plan.And(index.Find(filters[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AndEach<T>(IReadOnlyList<T> values, IndexField field, Func<T, string> name, AgentIndex index, IndexPlan plan)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (!plan.And(index.Find(field, name(values[i]))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AndOneOf(IReadOnlyList<HealthStatus> statuses, AgentIndex index, IndexPlan plan) =>
        plan.AndOneOf(statuses, index, static (from, status) => from.Find(status));
}

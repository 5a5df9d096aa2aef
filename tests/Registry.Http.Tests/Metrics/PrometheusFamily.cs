namespace Registry.Http.Tests.Metrics;

/// <summary>A family as it was read.</summary>
internal sealed record PrometheusFamily(string Name, string Help, string Type)
{
    public List<PrometheusSample> Samples { get; } = [];
}

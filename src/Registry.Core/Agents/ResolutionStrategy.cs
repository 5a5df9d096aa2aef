namespace Registry.Core.Agents;

public enum ResolutionStrategy
{
    Fallback,
    RoundRobin,
    Random,
    LeastLatency,
}

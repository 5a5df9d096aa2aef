namespace Registry.Core.Usage;

/// <summary>How an agent was used since it was registered.</summary>
/// <param name="Count">How often it was looked up or resolved, over all instances.</param>
/// <param name="Last">When it was last, Unix milliseconds of storage time, to a tenth of a second; 0 for never.</param>
public readonly record struct AgentUse(long Count, long Last)
{
    internal AgentUse Plus(AgentUse other) => new(Count + other.Count, Math.Max(Last, other.Last));
}

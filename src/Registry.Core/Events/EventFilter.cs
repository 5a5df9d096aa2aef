namespace Registry.Core.Events;

/// <summary>Which events somebody wants.</summary>
/// <param name="Types">Patterns (<see cref="EventTypes"/>), any of which is enough; empty for all.</param>
/// <param name="AgentId">Only of this agent; null for all.</param>
public sealed record EventFilter(IReadOnlyList<string> Types, string? AgentId)
{
    public static EventFilter All { get; } = new([], null);

    public bool IsAll => Types.Count == 0 && AgentId is null;

    /// <summary>Whether changes of entries of <c>config</c> are wanted, too.</summary>
    public bool WithEntries { get; init; }

    public bool Matches(RegistryEvent happened)
    {
        if (happened.Entry is not null && !WithEntries)
        {
            return false;
        }

        if (AgentId is not null && !string.Equals(AgentId, happened.AgentId, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var pattern in Types)
        {
            if (EventTypes.Matches(pattern, happened.Type))
            {
                return true;
            }
        }

        return Types.Count == 0;
    }
}

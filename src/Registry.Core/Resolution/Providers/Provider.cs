using Registry.Core.Agents;

namespace Registry.Core.Resolution.Providers;

/// <summary>An agent's place among those of its type. The place is for as long as its registration stays the same in what decides it; the agent in it changes.</summary>
internal sealed class Provider(AgentShard shard, Agent agent)
{
    private Agent _agent = agent;

    public AgentShard Shard { get; } = shard;

    /// <summary>As it is now.</summary>
    public Agent Agent
    {
        get => Volatile.Read(ref _agent);
        set => Volatile.Write(ref _agent, value);
    }

    /// <summary>When it was handed out last, in turns of its type. Guarded by the type.</summary>
    public long Turn { get; set; }

    /// <summary>Whether two registrations of one agent have the same place.</summary>
    public static bool HasSamePlace(Registration one, Registration other) =>
        ReferenceEquals(one, other)
        || (string.Equals(one.Type, other.Type, StringComparison.OrdinalIgnoreCase)
            && string.Equals(one.Handler, other.Handler, StringComparison.Ordinal)
            && one.PriorityGroup == other.PriorityGroup
            && one.Priority == other.Priority
            && one.Strategy == other.Strategy);
}

namespace Registry.Core.Agents;

/// <summary>How often an agent should send heartbeats.</summary>
public static class HeartbeatInterval
{
    private const int WithoutTtl = 30;

    /// <summary>Half the TTL in whole seconds, rounded down; 30 when there is none.</summary>
    public static int Seconds(long? ttlMs) => ttlMs is { } ttl ? (int)(ttl / 2000) : WithoutTtl;
}

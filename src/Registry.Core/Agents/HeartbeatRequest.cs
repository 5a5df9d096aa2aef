using Registry.Core.Health;

namespace Registry.Core.Agents;

/// <param name="Status">Null where the heartbeat does not say.</param>
/// <param name="Metadata">A JSON object merged key by key, null deletes one; null where there is none.</param>
public sealed record HeartbeatRequest(HealthStatus? Status, RawJson? Metadata)
{
    public static HeartbeatRequest Empty { get; } = new(null, null);
}

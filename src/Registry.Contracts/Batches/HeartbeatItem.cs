using System.Text.Json;

namespace Registry.Contracts.Batches;

/// <summary>One heartbeat of a batch.</summary>
public sealed record HeartbeatItem
{
    public required string Id { get; init; }

    /// <summary><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c> or <c>maintenance</c>; absent: as before.</summary>
    public string? Status { get; init; }

    /// <summary>An object merged key by key into what is there; <c>null</c> deletes a key.</summary>
    public JsonElement? Metadata { get; init; }
}

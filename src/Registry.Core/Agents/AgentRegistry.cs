using Registry.Core.Discovery;
using Registry.Core.Health;

namespace Registry.Core.Agents;

/// <summary>What callers can do with agents. Thread-safe. Every refusal is a value.</summary>
public sealed class AgentRegistry
{
    /// <summary>Registers. Refusals: AlreadyRegistered, Conflict (idempotency key with another body), StorageUnavailable, OutcomeUnknown.</summary>
    public Task<Outcome<Registered>> RegisterAsync(RegisterRequest request, Caller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Registers or replaces under the id of the request. Refusals also: PreconditionFailed, Forbidden, RateLimited, InvalidRequest (another kind).</summary>
    public Task<Outcome<Registered>> PutAsync(RegisterRequest request, Precondition precondition, Caller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>JSON merge patch (RFC 7396) on what was registered. Refusals also: NotFound, InvalidRequest.</summary>
    public Task<Outcome<Agent>> PatchAsync(string id, RawJson patch, Precondition precondition, Caller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Renews the lease; answered once durable. Refusals: NotFound (register again), Forbidden, RateLimited, StorageUnavailable.</summary>
    public Task<Outcome<HeartbeatAnswer>> HeartbeatAsync(string id, HeartbeatRequest request, Caller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Removes. The value says whether it was there.</summary>
    public Task<Outcome<bool>> UnregisterAsync(string id, Precondition precondition, Caller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Sets what the agent reports, by its owner or an operator; does not renew the lease.</summary>
    public Task<Outcome<Agent>> SetStatusAsync(string id, HealthStatus status, Caller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>One agent from memory. Refusals: NotFound, StorageUnavailable.</summary>
    public ValueTask<Outcome<AgentRead>> GetAsync(string id, Freshness freshness, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

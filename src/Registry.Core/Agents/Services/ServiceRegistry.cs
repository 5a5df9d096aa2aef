using Registry.Core.Agents.Commands;
using Registry.Core.Agents.Quotas;
using Registry.Core.Dependencies;
using Registry.Core.Discovery;

namespace Registry.Core.Agents.Services;

/// <summary>What callers can do with services: agents of kind service, whose id is their name. Another kind's id is no service's name.</summary>
public sealed class ServiceRegistry
{
    private readonly AgentRegistry _agents;
    private readonly RegistryShards _shards;
    private readonly AgentQuotas _quotas;
    private readonly DependentRegistrations _dependents;
    private readonly RegistrationDefaults _defaults;

    internal ServiceRegistry(
        AgentRegistry agents, RegistryShards shards, AgentQuotas quotas, DependentRegistrations dependents, RegistrationDefaults defaults)
    {
        _agents = agents;
        _shards = shards;
        _quotas = quotas;
        _dependents = dependents;
        _defaults = defaults;
    }

    /// <summary>Registers, or updates what the same caller registered. Refusals: AlreadyRegistered (by another, or an agent of another kind), QuotaExceeded, RateLimited, StorageUnavailable, OutcomeUnknown.</summary>
    /// <param name="request">Of kind service, its id given.</param>
    /// <param name="caller">Becomes the owner.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<ServiceRegistered>> RegisterAsync(RegisterRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var name = request.Id!;
        var outcome = await _quotas.RunAsync(
            request, caller, asked => _agents.ExecuteAsync(name, new RegisterServiceCommand(name, asked, caller), cancellationToken), cancellationToken);
        return outcome.Is(out var registered, out var refusal) ? new ServiceRegistered(View(registered.Agent), registered.Created) : refusal;
    }

    /// <summary>JSON merge patch in the words of an agent. Refusals: as of <see cref="AgentRegistry.PatchAsync"/>.</summary>
    public async Task<Outcome<AgentView>> UpdateAsync(
        string name, RawJson patch, Precondition precondition, Caller caller, CancellationToken cancellationToken)
    {
        var command = new PatchCommand(name, patch, precondition, caller, _defaults);
        var outcome = await _agents.ExecuteAsync(name, new OfKindCommand<Agent>(name, AgentKind.Service, command), precondition, cancellationToken);
        return outcome.Is(out var agent, out var refusal) ? View(agent) : refusal;
    }

    /// <summary>Removes. Refusals: NotFound, PreconditionFailed, Forbidden, StorageUnavailable, OutcomeUnknown.</summary>
    public Task<Outcome<bool>> UnregisterAsync(string name, Precondition precondition, Caller caller, CancellationToken cancellationToken)
    {
        var command = new OfKindCommand<bool>(name, AgentKind.Service, new UnregisterCommand(name, precondition, caller));
        return _dependents.UnregisterAsync(
            name, caller, () => _agents.ExecuteAsync(name, command, precondition, cancellationToken), cancellationToken);
    }

    /// <summary>One service from memory. Refusals: NotFound, StorageUnavailable.</summary>
    public async ValueTask<Outcome<AgentRead>> GetAsync(string name, Freshness freshness, CancellationToken cancellationToken)
    {
        var outcome = await _agents.GetAsync(name, freshness, cancellationToken);
        if (outcome.Is(out var read, out _) && read.View.Agent.Registration.Kind != AgentKind.Service)
        {
            // As every 404, this one is given on the newest state only: the id may have become a service's just now.
            outcome = freshness == Freshness.Latest ? outcome : await _agents.GetAsync(name, Freshness.Latest, cancellationToken);
            return outcome.Is(out read, out var refusal) && read.View.Agent.Registration.Kind != AgentKind.Service ? Refusal.NotFound(name) : outcome;
        }

        return outcome;
    }

    private AgentView View(Agent agent) => new(agent, _shards.Of(agent.Id).LastSeen(agent));
}

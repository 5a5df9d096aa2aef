using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Usage;

namespace Registry.Http.Usage;

/// <summary>Reads of one agent that count as its use.</summary>
internal static class CountedReads
{
    public static ValueTask<Outcome<AgentRead>> GetCountedAsync(this AgentRegistry registry, string id, Freshness freshness, CancellationToken cancellationToken)
    {
        var started = registry.Usage.Start();
        var read = registry.GetAsync(id, freshness, cancellationToken);

        // Nearly always memory had it: nothing is waited for then, and no state machine is made.
        return read.IsCompletedSuccessfully ? new(Count(registry, started, waited: false, read.Result)) : new(WaitAsync(registry, started, read));
    }

    /// <summary>A read that looks at the agent's usage, and is none itself.</summary>
    public static async ValueTask<Outcome<AgentRead>> GetWithUsageAsync(
        this AgentRegistry registry, string id, Freshness freshness, CancellationToken cancellationToken)
    {
        var outcome = await registry.GetAsync(id, freshness, cancellationToken);
        if (outcome.Is(out var found, out _))
        {
            await registry.Usage.EnsureAsync(found.View.Agent, freshness, cancellationToken);
        }

        return outcome;
    }

    private static async Task<Outcome<AgentRead>> WaitAsync(AgentRegistry registry, long started, ValueTask<Outcome<AgentRead>> read) =>
        Count(registry, started, waited: true, await read);

    private static Outcome<AgentRead> Count(AgentRegistry registry, long started, bool waited, Outcome<AgentRead> outcome)
    {
        registry.Usage.LookedUp(started, waited);
        if (outcome.Is(out var found, out _))
        {
            RegistryUsage.Accessed(found);
        }

        return outcome;
    }
}

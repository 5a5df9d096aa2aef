using Registry.Core.Agents;
using Registry.Core.Dependencies;
using Registry.Core.Discovery;
using Registry.Core.Health.Probing;
using Registry.Core.Health.Sweeping;
using Registry.Core.Resolution;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Health;

/// <summary>What callers ask about health, and the probes that they ask for.</summary>
internal sealed class AgentHealthService(PartitionContext context, RegistryShards shards, ProbeRunner runner)
{
    // Longer than any probe may take, and its flush.
    private static readonly TimeSpan ProbeWait = TimeSpan.FromSeconds(90);

    private readonly DependencyHealth _dependencies = new(shards);

    public async Task<Outcome<AgentHealth>> GetAsync(AgentRead read, Freshness freshness, CancellationToken cancellationToken)
    {
        var agent = read.View.Agent;
        var shard = shards.Of(agent.Id);
        await shard.EnsureProbesAsync(freshness, cancellationToken);

        // What it depends on is in other shards, which nobody may have asked for yet.
        var depends = DependencyService.DependenciesOf(agent).Count > 0 && await shards.EnsureAsync(freshness, cancellationToken);
        return Describe(shard, read.View, read.AgeMs, depends);
    }

    public async Task<AgentHealthPage> GetAsync(DiscoveryResult found, Freshness freshness, CancellationToken cancellationToken)
    {
        foreach (var ensured in shards.All!.Select(shard => shard.EnsureProbesAsync(freshness, cancellationToken)).ToList())
        {
            await ensured;
        }

        return new AgentHealthPage(
            found.Agents.Select(view => Describe(shards.Of(view.Agent.Id), view, found.AgeMs, depends: true)).ToList(), found.NextCursor, found.AgeMs);
    }

    /// <summary>From memory; what others probed meanwhile is read in the background.</summary>
    public ProbeRecord? ProbesOf(Agent agent)
    {
        if (!agent.IsProbed || shards.All is null)
        {
            return null;
        }

        var probes = shards.Of(agent.Id).Probes;
        if (probes.IsDue)
        {
            _ = probes.ReadAsync();
        }

        return probes.Vectors.Find(agent.Slot, agent.Epoch);
    }

    /// <summary>Probes it now, if it has a check.</summary>
    public async Task ProbeAsync(Agent agent, CancellationToken cancellationToken)
    {
        if (agent.IsProbed)
        {
            var shard = shards.Of(agent.Id);
            await shard.EnsureProbesAsync(Freshness.Bounded, cancellationToken);
            await EndAsync(await runner.StartAsync(shard, agent), cancellationToken);
        }
    }

    /// <summary>Probes those of a page that have a check.</summary>
    public async Task<HealthCheckPage> CheckAsync(DiscoveryResult found, CancellationToken cancellationToken)
    {
        foreach (var ensured in shards.All!.Select(shard => shard.EnsureProbesAsync(Freshness.Bounded, cancellationToken)).ToList())
        {
            await ensured;
        }

        var runs = new List<(string Id, ProbeRun Run)>();
        foreach (var view in found.Agents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (view.Agent.IsProbed)
            {
                runs.Add((view.Agent.Id, await runner.StartAsync(shards.Of(view.Agent.Id), view.Agent)));
            }
        }

        var results = new List<KeyValuePair<string, bool>>(runs.Count);
        foreach (var (id, run) in runs)
        {
            results.Add(new(id, await EndAsync(run, cancellationToken) == ProbeResult.Succeeded));
        }

        return new HealthCheckPage(results, found.NextCursor);
    }

    private async Task<ProbeResult> EndAsync(ProbeRun run, CancellationToken cancellationToken) =>
        await Waiting.CompletesWithinAsync(run.Result, ProbeWait, context.Time, cancellationToken) ? await run.Result : ProbeResult.Skipped;

    private AgentHealth Describe(AgentShard shard, AgentView view, long ageMs, bool depends)
    {
        var (agent, lastSeen) = view;
        var ttl = agent.Registration.TtlMs;
        return new AgentHealth(
            agent,
            lastSeen,
            ttl is { } lease ? Judgement.LapsesAt(lastSeen, lease) : null,
            lastSeen + ttl,
            agent.IsProbed ? shard.Probes.Vectors.Find(agent.Slot, agent.Epoch) : null,
            ageMs)
        {
            Dependencies = depends ? _dependencies.Look(agent, DependencyReport.Most) : null,
        };
    }
}

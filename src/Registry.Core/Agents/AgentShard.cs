using System.Globalization;
using Registry.Core.Discovery;
using Registry.Core.Discovery.CustomIndexes;
using Registry.Core.Events;
using Registry.Core.Health.Heartbeats;
using Registry.Core.Health.Probing;
using Registry.Core.Lifecycles;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Sharding;
using Registry.Core.Time;
using Registry.Core.Usage;

namespace Registry.Core.Agents;

/// <summary>One shard: its log, its agents in memory, and its heartbeat vectors.</summary>
internal sealed class AgentShard : IAgentSource
{
    // A request waits this long for what probes found; then it is answered as it is known.
    private static readonly TimeSpan RefreshWait = TimeSpan.FromSeconds(1);

    private readonly PartitionContext _context;
    private readonly GraphPartition _graph;

    public AgentShard(PartitionContext context, int number, GraphPartition graph)
    {
        _context = context;
        _graph = graph;
        State = new AgentState(context.Owners, context.Providers, graph.State.Join);
        var partition = string.Create(CultureInfo.InvariantCulture, $"s{number}");
        Vectors = new HeartbeatVectors(context.Process, context.Options);
        VectorReader = new VectorReader(context, partition, Vectors);
        var rows = new AgentRows(graph.State.Join);
        Log = new LogPartition<Agent, AgentOverlay>(context, partition, State, rows, new AgentEvents(State.Find), VectorReader.ReadAsync)
        {
            Shard = number,
        };
        Flush = new HeartbeatFlush(context, partition, Vectors, Memory.RefreshAsync, Owners);
        Probes = new ProbeStore(context, partition, Owners);
        Usage = new ShardUsage(context, partition, Owners);
    }

    public string Partition => Log.Name;

    public LogPartition<Agent, AgentOverlay> Log { get; }

    public AgentState State { get; }

    public PartitionMemory<Agent, AgentOverlay> Memory => Log.Memory;

    public CommandPump<Agent, AgentOverlay> Commands => Log.Commands;

    public HeartbeatVectors Vectors { get; }

    public VectorReader VectorReader { get; }

    public HeartbeatFlush Flush { get; }

    public ProbeStore Probes { get; }

    public ShardUsage Usage { get; }

    public long AgeMs => Math.Max((long)Memory.Age.TotalMilliseconds, _graph.AgeMs);

    /// <summary>Whether reads may be answered from memory without waiting for anything.</summary>
    public bool IsFresh => Log.IsFresh && _graph.Log.IsFresh;

    public Agent? Find(string id) => State.Find(id);

    public long LastSeen(Agent agent) => Math.Max(agent.Seen, Vectors.LastHeard(agent.Slot, agent.Epoch));

    public void Collect(DiscoveryQuery query, List<Agent> into)
    {
        lock (Memory.Gate)
        {
            State.Index.Collect(query, into);
        }
    }

    /// <summary>Makes these the custom indexes. The gate is left again and again: building them may take a while.</summary>
    public void Build(IReadOnlyList<IndexDefinition> definitions)
    {
        const int AtOnce = 512;
        var built = false;
        while (!built)
        {
            lock (Memory.Gate)
            {
                built = State.Index.Build(definitions, AtOnce);
            }
        }
    }

    /// <summary>Why a command would be refused by the state as it is known here; null when it would not, or when that is not known.</summary>
    public Refusal? Preview<TResult>(ICommand<Agent, AgentOverlay, TResult> command)
    {
        lock (Memory.Gate)
        {
            return _context.TryNow(out var now) && Memory.TryOverlay(out var view)
                ? command.Decide(view!, new DecisionContext(now, _context.Time.GetTimestamp(), "")).Refusal
                : null;
        }
    }

    /// <summary>Notes a heartbeat, if the agent exists and the caller may renew it.</summary>
    /// <returns>The agent as it was found, and whether the heartbeat was noted.</returns>
    public (Agent? Agent, bool Stamped) Stamp(string id, Caller caller, long time)
    {
        lock (Memory.Gate)
        {
            var agent = Memory.IsLoaded ? Find(id) : null;
            if (agent is null || !caller.MayChange(agent))
            {
                return (agent, false);
            }

            Vectors.Stamp(agent.Slot, agent.Epoch, time);
            return (agent, true);
        }
    }

    /// <summary>Takes in a probe, if the registration is still the one that was probed: what follows from it is noted, a success is a sign of life.</summary>
    /// <returns>The agent as it is, or null; and what was decided.</returns>
    public (Agent? Agent, ProbeDecision Decision) Probed(string id, long epoch, ProbeObservation seen, long time)
    {
        lock (Memory.Gate)
        {
            if (!Memory.IsLoaded || Find(id) is not { IsProbed: true } agent || agent.Epoch != epoch)
            {
                return default;
            }

            // Later than the one before, also where clocks differ: the later of two entries is the one that counts.
            var last = Probes.Vectors.Find(agent.Slot, epoch) ?? ProbeRecord.None;
            var rules = ProbeRules.Of(agent.Registration, _context.Options.Probes);
            var decision = ProbePolicy.Decide(agent.ProbeStatus, last, seen, rules, Math.Max(time, last.CheckedAt + 1));
            Probes.Vectors.Put(agent.Slot, epoch, decision.Record);
            if (decision.Result == ProbeResult.Succeeded)
            {
                Vectors.Stamp(agent.Slot, epoch, time);
            }

            return (agent, decision);
        }
    }

    /// <summary>Makes reads answerable, what <c>graph</c> says of agents included. False: they can't be served as asked.</summary>
    public async Task<bool> EnsureAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (VectorReader.IsDue && Memory.IsLoaded)
        {
            _ = VectorReader.ReadAsync();
        }

        var graph = _graph.Log.EnsureAsync(freshness, cancellationToken);
        return await Log.EnsureAsync(freshness, cancellationToken) & await graph;
    }

    /// <summary>Makes the results of probes as new as those of heartbeats. What can't be read in time is answered as it is known.</summary>
    public async Task EnsureProbesAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (freshness == Freshness.Latest || Probes.IsDue)
        {
            await Waiting.CompletesWithinAsync(Probes.ReadAsync(), RefreshWait, _context.Time, cancellationToken);
        }
    }

    /// <summary>True once the state has all that was acknowledged anywhere before this call.</summary>
    public Task<bool> RefreshAsync(CancellationToken cancellationToken) => Log.RefreshAsync(cancellationToken);

    /// <summary>What <c>graph</c> says of an agent changed; of all of them where <paramref name="id"/> is null.</summary>
    public void Rejoin(string? id)
    {
        lock (Memory.Gate)
        {
            if (id is null)
            {
                State.RejoinAll();
            }
            else
            {
                State.Rejoin(id);
            }
        }
    }

    /// <summary>All agents as they are now, by slot: an order that is the same on every machine.</summary>
    public List<Agent> Agents()
    {
        lock (Memory.Gate)
        {
            return State.Slots.Owners();
        }
    }

    /// <summary>Adds those of a type, compared without case.</summary>
    public void AddOfType(string type, List<Agent> into)
    {
        lock (Memory.Gate)
        {
            if (State.Index.Find(IndexField.Type, type) is { } slots)
            {
                State.Index.Add(slots, into);
            }
        }
    }

    /// <summary>Those whose circuit is in this state.</summary>
    public List<Agent> AgentsWhere(CircuitState state)
    {
        var found = new List<Agent>();
        lock (Memory.Gate)
        {
            State.Index.Add(State.Index.Find(state), found);
        }

        return found;
    }

    /// <summary>Who owns which slot now: slot → epoch, 0 for none.</summary>
    public Func<int, long> Owners()
    {
        lock (Memory.Gate)
        {
            var epochs = State.Slots.Epochs();
            return slot => slot < epochs.Length ? epochs[slot] : 0;
        }
    }
}

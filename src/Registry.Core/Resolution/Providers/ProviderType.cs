using Registry.Core.Agents;

namespace Registry.Core.Resolution.Providers;

/// <summary>
/// The providers of one type, as a list that is made when somebody asks and stays until a place changes. A change of an agent that keeps its
/// place (a status, a count, metadata) only puts the new agent there.
/// </summary>
internal sealed class ProviderType
{
    private readonly Lock _gate = new();
    private Dictionary<string, Provider> _known = new(StringComparer.Ordinal);
    private ProviderList? _list;
    private long _version;
    private long _turn;

    /// <summary>Null until it is made, and again once a place has changed.</summary>
    public ProviderList? List => Volatile.Read(ref _list);

    /// <summary>What a list that is made now must still find when it is done.</summary>
    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <summary>Takes in an applied change of an agent that was, or is, of this type. Under the gate of its shard.</summary>
    public void Changed(Agent? before, Agent? after)
    {
        lock (_gate)
        {
            if (_list is not null
                && before is not null
                && after is not null
                && before.Epoch == after.Epoch
                && Provider.HasSamePlace(before.Registration, after.Registration)
                && _known.TryGetValue(after.Id, out var provider))
            {
                provider.Agent = after;
                return;
            }
        }

        Invalidate();
    }

    /// <summary>An agent is of this type no more. True: nobody is known here then.</summary>
    public bool Left(string id)
    {
        lock (_gate)
        {
            _known.Remove(id);
            _version++;
            Volatile.Write(ref _list, null);
            return _known.Count == 0;
        }
    }

    public void Invalidate()
    {
        lock (_gate)
        {
            _version++;
            Volatile.Write(ref _list, null);
        }
    }

    /// <summary>Makes the list of what was collected since <paramref name="version"/> was read. Null: something changed meanwhile.</summary>
    public ProviderList? TryMake(long version, List<(AgentShard Shard, Agent Agent)> collected)
    {
        lock (_gate)
        {
            if (version != _version)
            {
                return null;
            }

            if (_list is null)
            {
                var known = new Dictionary<string, Provider>(collected.Count, StringComparer.Ordinal);
                foreach (var (shard, agent) in collected)
                {
                    known.Add(agent.Id, Place(shard, agent));
                }

                _known = known;
                Volatile.Write(ref _list, new ProviderList(known.Values));
            }

            return _list;
        }
    }

    /// <summary>The one of these whose last turn is longest ago: fair over any of them, however they come and go.</summary>
    /// <param name="usable">At least one.</param>
    /// <param name="peek">Looks who would be next, and leaves it next.</param>
    public Provider Next(ReadOnlySpan<Provider> usable, bool peek)
    {
        lock (_gate)
        {
            var next = usable[0];
            foreach (var provider in usable[1..])
            {
                if (provider.Turn < next.Turn)
                {
                    next = provider;
                }
            }

            if (!peek)
            {
                next.Turn = ++_turn;
            }

            return next;
        }
    }

    /// <summary>Whoever was here under this registration keeps its turn.</summary>
    private Provider Place(AgentShard shard, Agent agent)
    {
        if (_known.TryGetValue(agent.Id, out var known) && known.Agent.Epoch == agent.Epoch && known.Shard == shard)
        {
            known.Agent = agent;
            return known;
        }

        return new Provider(shard, agent);
    }
}

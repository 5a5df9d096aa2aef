using System.Runtime.InteropServices;
using Registry.Core.Agents;
using Registry.Core.Discovery.CustomIndexes;
using Registry.Core.Health;
using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Discovery;

/// <summary>Which agents of one shard have which value, for discovery and counts. Not thread-safe: the shard calls it under its own lock.</summary>
public sealed class AgentIndex
{
    /// <summary>The handler of agents that serve all of them.</summary>
    public const string AnyHandler = "*";

    private readonly Postings[] _postings =
    [
        .. Enum.GetValues<IndexField>().Select(field =>
            new Postings(field == IndexField.Type ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)),
    ];

    private readonly EnumPostings<AgentKind> _kinds = new();
    private readonly EnumPostings<HealthStatus> _statuses = new();
    private readonly EnumPostings<Lifecycle> _lifecycles = new();
    private readonly EnumPostings<CircuitState> _circuits = new();
    private readonly IndexPlan _plan = new();
    private readonly List<Agent?> _bySlot = [];

    private readonly CustomIndexSet _custom = new();

    /// <summary>How many agents there are.</summary>
    public int Count { get; private set; }

    public int CountOf(AgentKind kind) => _kinds[kind].Count;

    public int CountOf(HealthStatus status) => _statuses[status].Count;

    public int CountOf(Lifecycle lifecycle) => _lifecycles[lifecycle].Count;

    public int CountOf(CircuitState state) => _circuits[state].Count;

    public int CountOf(IndexField field, string value) => Of(field).Find(value)?.Count ?? 0;

    /// <summary>How many different values there are.</summary>
    public int DistinctOf(IndexField field) => Of(field).Count;

    /// <summary>Adds how many agents have each value to what is in <paramref name="counts"/>.</summary>
    public void AddCountsTo(IndexField field, Dictionary<string, int> counts) => Of(field).AddCountsTo(counts);

    /// <summary>Takes over one applied change. Costs what differs, not what the agent has.</summary>
    /// <param name="before">As it was; null for a new one.</param>
    /// <param name="after">As it is; null for one that is gone.</param>
    public void Replace(Agent? before, Agent? after)
    {
        if (before is not null && after is not null && before.Slot != after.Slot)
        {
            Replace(before, null);
            Replace(null, after);
            return;
        }

        if ((after ?? before) is not { Slot: var slot })
        {
            return;
        }

        Keep(slot, after);
        _statuses.Move(before?.Status, after?.Status, slot);
        _lifecycles.Move(before?.Lifecycle, after?.Lifecycle, slot);
        _circuits.Move(before?.Circuit.State, after?.Circuit.State, slot);
        Of(IndexField.Owner).Move(before?.Owner, after?.Owner, slot);
        if (!ReferenceEquals(before?.Registration, after?.Registration))
        {
            Replace(before?.Registration, after?.Registration, slot);
        }
    }

    /// <summary>
    /// Adds every agent that meets the indexed filters of <paramref name="query"/> (all but version, name, words and the versions of capabilities)
    /// to <paramref name="into"/>, in no particular order. Walks the smallest posting and looks into the others.
    /// </summary>
    public void Collect(DiscoveryQuery query, List<Agent> into)
    {
        if (!IndexPlanner.HasIndexed(query))
        {
            into.EnsureCapacity(into.Count + Count);
            foreach (var agent in CollectionsMarshal.AsSpan(_bySlot))
            {
                if (agent is not null)
                {
                    into.Add(agent);
                }
            }

            return;
        }

        if (IndexPlanner.Plan(query, this, _plan))
        {
            _plan.Run(CollectionsMarshal.AsSpan(_bySlot), into);
        }

        _plan.Clear();
    }

    /// <summary>Makes these the custom indexes, and builds on by some agents. True once all are built.</summary>
    internal bool Build(IReadOnlyList<IndexDefinition> definitions, int agents) =>
        _custom.Build(definitions, CollectionsMarshal.AsSpan(_bySlot), agents);

    internal SlotSet? Find(IndexFilter filter) => _custom.Find(filter);

    /// <summary>Adds the agents in the slots to <paramref name="into"/>.</summary>
    internal void Add(SlotSet slots, List<Agent> into)
    {
        foreach (var slot in slots)
        {
            into.Add(_bySlot[slot]!);
        }
    }

    internal SlotSet? Find(IndexField field, string value) => Of(field).Find(value);

    internal SlotSet Find(CircuitState state) => _circuits[state];

    internal SlotSet Find(AgentKind kind) => _kinds[kind];

    internal SlotSet Find(HealthStatus status) => _statuses[status];

    internal SlotSet Find(Lifecycle lifecycle) => _lifecycles[lifecycle];

    private Postings Of(IndexField field) => _postings[(int)field];

    private void Keep(int slot, Agent? agent)
    {
        if (slot >= _bySlot.Count)
        {
            CollectionsMarshal.SetCount(_bySlot, slot + 1);
        }

        Count += (agent is null ? 0 : 1) - (_bySlot[slot] is null ? 0 : 1);
        _bySlot[slot] = agent;
    }

    private void Replace(Registration? before, Registration? after, int slot)
    {
        _kinds.Move(before?.Kind, after?.Kind, slot);
        Of(IndexField.Type).Move(before?.Type, after?.Type, slot);
        Of(IndexField.Environment).Move(before?.Environment, after?.Environment, slot);
        Of(IndexField.SystemType).Move(before?.SystemType, after?.SystemType, slot);
        Of(IndexField.Path).Move(before?.Path, after?.Path, slot);
        _custom.Replace(before, after, slot);
        Of(IndexField.Handler).Move(HandlerOf(before), HandlerOf(after), slot);
        IndexedList.Replace(Of(IndexField.Tag), before?.Tags ?? [], after?.Tags ?? [], static tag => tag, slot);
        IndexedList.Replace(Of(IndexField.Capability), before?.Capabilities ?? [], after?.Capabilities ?? [], static capability => capability.Name, slot);
    }

    internal static string? HandlerOf(Registration? registration) => registration is null ? null : registration.Handler ?? AnyHandler;
}

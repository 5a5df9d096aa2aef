using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Events;

/// <summary>Makes events of the changes of agents: of those that are applied now, and of those that only storage has.</summary>
/// <param name="context">Table and hub.</param>
/// <param name="partition">Whose changes.</param>
/// <param name="codec">Rows.</param>
/// <param name="find">The agent before a change that is about to be applied.</param>
internal sealed class AgentFeed(PartitionContext context, string partition, IRowCodec<Agent> codec, Func<string, Agent?> find) : IChangeSink<Agent>
{
    /// <summary>The partition's number in the hub.</summary>
    public int Number { get; } = context.Events.Add();

    public void Applying(Change<Agent> change) => context.Events.Applied(Number, Describe(change, change.After ?? find(change.EntityId)));

    public void Loaded(long seq) => context.Events.Loaded(Number, seq);

    /// <summary>The changes in a range of numbers, at most a page: in order, without a gap, from the first one on; empty where that is trimmed.</summary>
    public async Task<TableRead<List<RegistryEvent>>> ReadStoredAsync(long first, long last, CancellationToken cancellationToken)
    {
        var range = new TableRange(partition, RowKeys.Change(first), RowKeys.Change(last))
        {
            PageSize = (int)Math.Min(last - first + 1, TableLimits.PageEntities),
        };
        var events = new List<RegistryEvent>();
        var known = new Dictionary<string, Agent?>(StringComparer.Ordinal);
        string? continuation = null;
        do
        {
            var page = await context.Table.QueryAsync(range, continuation, cancellationToken);
            if (page.Value is null)
            {
                return new TableRead<List<RegistryEvent>>(page.Status, null);
            }

            foreach (var row in page.Value.Entities)
            {
                var change = ChangeRows.Read(row, codec);
                if (change.Seq != first + events.Count)
                {
                    return new TableRead<List<RegistryEvent>>(TableStatus.Ok, events);
                }

                events.Add(Describe(change, change.After ?? known.GetValueOrDefault(change.EntityId)));
                known[change.EntityId] = change.After;
            }

            continuation = page.Value.Continuation;
        }
        while (continuation is not null && events.Count == 0);

        return new TableRead<List<RegistryEvent>>(TableStatus.Ok, events);
    }

    /// <summary>Takes no more of a change than everybody may know: what only its author has stays behind.</summary>
    private RegistryEvent Describe(Change<Agent> change, Agent? agent) => new(partition, change.Seq, change.Type, change.EntityId)
    {
        Time = change.Time,
        Actor = change.Actor,
        CorrelationId = change.CorrelationId,
        Old = change.Old,
        New = change.New,
        Reason = change.Reason,
        Agent = agent,
    };
}

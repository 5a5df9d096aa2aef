using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Events;

/// <summary>Makes events of a partition's changes: of those that are applied now, and of those that only storage has.</summary>
/// <param name="context">Table and hub.</param>
/// <param name="partition">Whose changes.</param>
/// <param name="codec">Rows.</param>
/// <param name="maker">Makes them.</param>
internal sealed class PartitionFeed<TEntity>(PartitionContext context, string partition, IRowCodec<TEntity> codec, IEventMaker<TEntity> maker)
    : IChangeSink<TEntity>
    where TEntity : class
{
    /// <summary>The partition's number in the hub.</summary>
    public int Number { get; } = context.Events.Add();

    public void Applying(Change<TEntity> change)
    {
        context.Metrics.Happened(change.Type);
        context.Events.Applied(Number, maker.Make(partition, change, maker.Find(change.EntityId)));
    }

    public void Loaded(long seq) => context.Events.Loaded(Number, seq);

    /// <summary>See <see cref="ILogPartition.ReadStoredAsync"/>.</summary>
    public async Task<TableRead<List<RegistryEvent>>> ReadStoredAsync(long first, long last, CancellationToken cancellationToken)
    {
        var range = new TableRange(partition, RowKeys.Change(first), RowKeys.Change(last))
        {
            PageSize = (int)Math.Min(last - first + 1, TableLimits.PageEntities),
        };
        var events = new List<RegistryEvent>();
        var known = new Dictionary<string, TEntity?>(StringComparer.Ordinal);
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

                events.Add(maker.Make(partition, change, known.GetValueOrDefault(change.EntityId)));
                known[change.EntityId] = change.After;
            }

            continuation = page.Value.Continuation;
        }
        while (continuation is not null && events.Count == 0);

        return new TableRead<List<RegistryEvent>>(TableStatus.Ok, events);
    }
}

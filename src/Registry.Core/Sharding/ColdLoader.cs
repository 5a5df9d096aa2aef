using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>
/// Loads a partition: the head, then all entities (pages of different moments), then every change after that head. A change carries
/// its entity whole, so entities that a later page showed newer already end up the same.
/// </summary>
internal sealed class ColdLoader<TEntity>(ITable table, string partition, IRowCodec<TEntity> codec, TimeProvider time, bool replay)
    where TEntity : class
{
    // The log is trimmed past the head that a load began with only if the load takes days.
    private const int Attempts = 3;

    private readonly TailReader<TEntity> _tail = new(table, partition, codec);

    /// <param name="nextTick">Gives the partition's next tick.</param>
    /// <param name="between">What else must be read between the entities and the changes; false when it could not be.</param>
    public async Task<ColdLoad<TEntity>> LoadAsync(Func<long> nextTick, Func<Task<bool>> between)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (status, first) = await ReadHeadAsync();
            if (first is null)
            {
                return ColdLoad<TEntity>.Failed(status);
            }

            var entities = new Dictionary<string, TEntity>(StringComparer.Ordinal);
            foreach (var prefix in codec.Prefixes)
            {
                status = await ReadEntitiesAsync(prefix, entities);
                if (status != TableStatus.Ok)
                {
                    return ColdLoad<TEntity>.Failed(status);
                }
            }

            if (!await between())
            {
                return ColdLoad<TEntity>.Failed(TableStatus.Unavailable);
            }

            var tick = nextTick();
            var sentAt = time.GetTimestamp();
            var tail = await _tail.ReadAsync(first.Seq);
            if (tail.Status != TableStatus.Ok)
            {
                return ColdLoad<TEntity>.Failed(tail.Status);
            }

            if (!tail.HasGapAfter(first.Seq))
            {
                if (replay)
                {
                    Replay(tail.Changes, entities);
                }

                return new ColdLoad<TEntity>(TableStatus.Ok, entities.Values, tail.Head!, tick, sentAt);
            }
        }

        return ColdLoad<TEntity>.Failed(TableStatus.Unavailable);
    }

    private static void Replay(IReadOnlyList<Change<TEntity>> changes, Dictionary<string, TEntity> entities)
    {
        foreach (var change in changes)
        {
            if (change.After is null)
            {
                entities.Remove(change.EntityId);
            }
            else
            {
                entities[change.EntityId] = change.After;
            }
        }
    }

    /// <summary>The head; a partition that has none gets its first.</summary>
    private async Task<(TableStatus Status, Head? Head)> ReadHeadAsync()
    {
        var read = await table.GetAsync(partition, RowKeys.Head, CancellationToken.None);
        if (read.Value is not null)
        {
            return (TableStatus.Ok, Head.From(read.Value));
        }

        if (read.Status != TableStatus.NotFound)
        {
            return (read.Status, null);
        }

        var created = await table.CreateIfNotExistsAsync(CancellationToken.None);
        if (created != TableStatus.Ok)
        {
            return (created, null);
        }

        // Whoever inserts it, and whatever became of our insert, the next read says.
        await table.WriteAsync(partition, TableOperation.Insert(new Head(0, 1, "").ToRow()), CancellationToken.None);
        read = await table.GetAsync(partition, RowKeys.Head, CancellationToken.None);
        return (read.Status == TableStatus.NotFound ? TableStatus.Unavailable : read.Status, read.Value is null ? null : Head.From(read.Value));
    }

    private async Task<TableStatus> ReadEntitiesAsync(string prefix, Dictionary<string, TEntity> entities)
    {
        string? continuation = null;
        do
        {
            var page = await table.QueryAsync(TableRange.Prefix(partition, prefix), continuation, CancellationToken.None);
            if (page.Value is null)
            {
                return page.Status;
            }

            foreach (var row in page.Value.Entities)
            {
                var id = codec.IdFromRowKey(row.RowKey);
                if (codec.Read(id, row) is { } entity)
                {
                    entities[id] = entity;
                }
            }

            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        return TableStatus.Ok;
    }
}

using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>Reads what the log has after a known change.</summary>
internal sealed class TailReader<TEntity>(ITable table, string partition, IRowCodec<TEntity> codec)
    where TEntity : class
{
    public async Task<TailRead<TEntity>> ReadAsync(long known)
    {
        var range = new TableRange(partition, RowKeys.Change(known), RowKeys.Head) { FromInclusive = false };
        var changes = new List<Change<TEntity>>();
        Head? head = null;
        string? continuation = null;
        do
        {
            var page = await table.QueryAsync(range, continuation, CancellationToken.None);
            if (page.Status == TableStatus.NotFound)
            {
                return new TailRead<TEntity>(TableStatus.Ok, [], null);
            }

            if (page.Value is null)
            {
                return new TailRead<TEntity>(page.Status, [], null);
            }

            foreach (var row in page.Value.Entities)
            {
                if (row.RowKey == RowKeys.Head)
                {
                    head = Head.From(row);
                }
                else
                {
                    changes.Add(ChangeRows.Read(row, codec));
                }
            }

            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        return new TailRead<TEntity>(TableStatus.Ok, changes, head);
    }
}

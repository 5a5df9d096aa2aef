using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Sweeping;

/// <summary>Reads and drops the outages of a shard.</summary>
internal sealed class OutageRows(ITable table, string partition)
{
    /// <summary>Null when they can't be read.</summary>
    public async Task<List<Outage>?> ReadAsync()
    {
        var outages = new List<Outage>();
        string? continuation = null;
        do
        {
            var page = await table.QueryAsync(TableRange.Prefix(partition, RowKeys.OutagePrefix), continuation, CancellationToken.None);
            if (page.Value is null)
            {
                return null;
            }

            outages.AddRange(page.Value.Entities.Select(row => new Outage(row.RowKey, row.Int64(Columns.From), row.Int64(Columns.To))));
            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        return outages;
    }

    /// <summary>Deletes outages. What fails is left to a later sweep.</summary>
    public async Task DropAsync(IEnumerable<Outage> outages)
    {
        foreach (var outage in outages.Take(TableLimits.TransactionEntities))
        {
            await table.WriteAsync(partition, TableOperation.DeleteUnconditionally(outage.RowKey), CancellationToken.None);
        }
    }
}

using Registry.Core.Jobs;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Webhooks;

/// <summary>
/// Reads and writes the rows of deliveries. A write names the ETag that was read: of two that deliver, one finds out that it lost, and what it
/// sent since its last write is sent once more. Nothing is lost by that.
/// </summary>
internal sealed class DeliveryStore(PartitionContext context)
{
    /// <summary>The row; a value of null where there is none.</summary>
    /// <returns>False: storage does not say now.</returns>
    public async Task<(bool Known, DeliveryRow? Row)> ReadAsync(string id)
    {
        var read = await context.Table.GetAsync(JobLease.Partition, RowKeys.Delivery(id), CancellationToken.None);
        return read.Value is { } row ? (true, DeliveryRows.Read(row)) : (read.Status == TableStatus.NotFound, null);
    }

    /// <summary>All rows; null when storage does not say now.</summary>
    public async Task<List<DeliveryRow>?> ReadAllAsync()
    {
        var range = TableRange.Prefix(JobLease.Partition, RowKeys.DeliveryPrefix);
        var rows = new List<DeliveryRow>();
        string? continuation = null;
        do
        {
            var page = await context.Table.QueryAsync(range, continuation, CancellationToken.None);
            if (page.Value is null)
            {
                return null;
            }

            rows.AddRange(page.Value.Entities.Select(DeliveryRows.Read).OfType<DeliveryRow>());
            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        return rows;
    }

    /// <summary>The row as it was written; null when somebody else wrote it since, or nobody can say.</summary>
    public async Task<DeliveryRow?> WriteAsync(DeliveryRow row)
    {
        var entity = DeliveryRows.Write(row);
        var operation = row.ETag.Length == 0 ? TableOperation.Insert(entity) : TableOperation.Replace(entity, row.ETag);
        var written = await context.Table.WriteAsync(JobLease.Partition, operation, CancellationToken.None);
        return written.IsOk ? row with { ETag = written.ETag } : null;
    }

    /// <summary>Of a subscription that is gone. What is left behind is found by the job.</summary>
    public Task RemoveAsync(DeliveryRow row) =>
        context.Table.WriteAsync(JobLease.Partition, TableOperation.Delete(RowKeys.Delivery(row.Id), row.ETag), CancellationToken.None);
}

using Registry.Core.Storage;

namespace Registry.Core.Health.Sweeping;

/// <summary>Deletes rows that nobody needs any more.</summary>
internal static class RowDeletes
{
    public static async Task RunAsync(ITable table, string partition, List<string> rowKeys)
    {
        foreach (var chunk in rowKeys.Chunk(TableLimits.TransactionEntities))
        {
            var deleted = await table.SubmitAsync(partition, chunk.Select(TableOperation.DeleteUnconditionally).ToList(), CancellationToken.None);
            if (!deleted.IsOk)
            {
                // Another sweep was at it too, or storage is busy: the next one finds the rest.
                return;
            }
        }
    }
}

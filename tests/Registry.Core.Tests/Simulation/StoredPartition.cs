using Registry.Core.Storage;

namespace Registry.Core.Tests.Simulation;

/// <summary>All rows of a partition at the end of a run.</summary>
internal static class StoredPartition
{
    public static async Task<List<TableEntity>> ReadAsync(ITable table, string partition)
    {
        var rows = new List<TableEntity>();
        string? continuation = null;
        do
        {
            var page = await table.QueryAsync(new TableRange(partition), continuation, CancellationToken.None);
            rows.AddRange(page.Value!.Entities);
            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        return rows;
    }
}

using Registry.Core.Jobs;
using Registry.Core.Sharding;

namespace Registry.Core.Backup;

/// <summary>What there is in an export, as one look through it tells before anything is done with it.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Shards">Shards of the registry that was exported.</param>
/// <param name="Newest">The largest number of a change in any of them.</param>
internal sealed record BackupSurvey(long Rows, int Shards, long Newest)
{
    /// <summary>Looks through all of it. No survey: why it is no whole export.</summary>
    public static async Task<(BackupSurvey? Survey, string? Problem)> ReadAsync(TextReader input, CancellationToken cancellationToken)
    {
        var reader = new BackupReader(input);
        var (shards, newest) = (0L, 0L);
        while (await reader.NextAsync(cancellationToken) is var (partition, row))
        {
            if (partition == JobLease.Partition && row.RowKey == RowKeys.Shards)
            {
                shards = row.Int64(Columns.Count);
            }
            else if (row.RowKey == RowKeys.Head && TableExport.IsShard(partition))
            {
                newest = Math.Max(newest, row.Int64(Columns.Seq));
            }
        }

        return reader.Problem is { } problem ? (null, problem)
            : shards > 0 ? (new BackupSurvey(reader.Rows, (int)shards, newest), null)
            : (null, "The file is no whole export: it does not say how many shards there were.");
    }
}

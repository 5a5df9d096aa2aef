using System.Buffers;
using System.Globalization;
using Registry.Core.Jobs;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Backup;

/// <summary>
/// Writes every row of a registry as lines of JSON (<see cref="BackupLine"/>), a partition after the other. Pages of a query are of different moments,
/// so nobody may write meanwhile; whether somebody did, the heads tell, which are all read before the first row and after the last. The last line is written only where all went well.
/// </summary>
public sealed class TableExport(ITable table)
{
    // Partitions beside the shards.
    private static readonly string[] Others = [JobLease.Partition, GraphPartition.Name];

    /// <param name="output">Where the lines go.</param>
    /// <param name="cancellationToken">Ends it; what was written is of no use then.</param>
    public async Task<BackupResult> RunAsync(Stream output, CancellationToken cancellationToken)
    {
        var shards = await table.GetAsync(JobLease.Partition, RowKeys.Shards, cancellationToken);
        if (shards.Value is not { } count)
        {
            return new BackupResult(0, 0, $"There is no registry's table, or storage does not answer ({shards.Status}).");
        }

        var rows = 0L;
        var number = (int)count.Int64(Columns.Count);
        string[] partitions = [.. Others, .. Enumerable.Range(0, number).Select(ShardName)];
        var (before, status) = await HeadsAsync(partitions, cancellationToken);
        foreach (var partition in partitions)
        {
            if (status == TableStatus.Ok)
            {
                (var written, status) = await WriteAsync(partition, output, cancellationToken);
                rows += written;
            }
        }

        var after = before;
        if (status == TableStatus.Ok)
        {
            (after, status) = await HeadsAsync(partitions, cancellationToken);
        }

        if (status != TableStatus.Ok)
        {
            return new BackupResult(rows, number, $"Storage does not answer ({status}).");
        }

        if (partitions.Zip(before.Zip(after)).FirstOrDefault(static one => one.Second.First != one.Second.Second).First is { } changed)
        {
            return new BackupResult(rows, number, $"Something was written to {changed} meanwhile: stop every instance, and export again.");
        }

        var end = new ArrayBufferWriter<byte>();
        BackupLine.WriteEnd(end, rows);
        await output.WriteAsync(end.WrittenMemory, cancellationToken);
        return new BackupResult(rows, number);
    }

    internal static string ShardName(int number) => string.Create(CultureInfo.InvariantCulture, $"s{number}");

    internal static bool IsShard(string partition) => partition.Length > 1 && partition[0] == 's' && partition.AsSpan(1).ContainsAnyExceptInRange('0', '9') is false;

    /// <summary>The ETags of their heads, in their order; null where a partition has none yet.</summary>
    private async Task<(List<string?> ETags, TableStatus Status)> HeadsAsync(IEnumerable<string> partitions, CancellationToken cancellationToken)
    {
        var etags = new List<string?>();
        foreach (var partition in partitions)
        {
            var read = await table.GetAsync(partition, RowKeys.Head, cancellationToken);
            if (read.Status is not (TableStatus.Ok or TableStatus.NotFound))
            {
                return (etags, read.Status);
            }

            etags.Add(read.Value?.ETag);
        }

        return (etags, TableStatus.Ok);
    }

    private async Task<(long Rows, TableStatus Status)> WriteAsync(string partition, Stream output, CancellationToken cancellationToken)
    {
        var rows = 0L;
        var lines = new ArrayBufferWriter<byte>();
        string? continuation = null;
        do
        {
            var page = await table.QueryAsync(new TableRange(partition), continuation, cancellationToken);
            if (page.Value is not { } found)
            {
                return (rows, page.Status);
            }

            foreach (var row in found.Entities)
            {
                BackupLine.Write(lines, partition, row);
            }

            rows += found.Entities.Count;
            await output.WriteAsync(lines.WrittenMemory, cancellationToken);
            lines.ResetWrittenCount();
            continuation = found.Continuation;
        }
        while (continuation is not null);

        return (rows, TableStatus.Ok);
    }
}

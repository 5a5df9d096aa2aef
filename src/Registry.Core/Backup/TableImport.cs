using System.Text.Json;
using Registry.Core.Jobs;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Backup;

/// <summary>
/// Fills an empty table with an export. All of the file is looked through before anything is written: one that is not whole changes nothing. The row
/// that says how many shards there are comes last: until then it is no registry's table.
/// </summary>
/// <param name="table">The table; made if it is not there.</param>
/// <param name="time">Waits between attempts.</param>
public sealed class TableImport(ITable table, TimeProvider time)
{
    private const int Attempts = 10;
    private const int BatchBytes = 3 * 1024 * 1024;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly List<TableOperation> _batch = [];
    private string _partition = "";
    private long _bytes;
    private long _rows;

    /// <param name="open">Opens what <see cref="TableExport"/> wrote; called twice.</param>
    /// <param name="shards">How many shards there are to be; null for as many as there were.</param>
    /// <param name="now">Storage time, Unix milliseconds: where the number changes, leases begin anew then.</param>
    /// <param name="cancellationToken">Ends it; the table is of no use then.</param>
    public async Task<BackupResult> RunAsync(Func<TextReader> open, int? shards, long now, CancellationToken cancellationToken)
    {
        using var first = open();
        var (survey, problem) = await BackupSurvey.ReadAsync(first, cancellationToken);
        if (survey is null)
        {
            return new BackupResult(0, 0, problem);
        }

        if (await table.CreateIfNotExistsAsync(cancellationToken) is var created and not TableStatus.Ok)
        {
            return new BackupResult(0, 0, $"The table can't be made ({created}).");
        }

        if ((await table.QueryAsync(new TableRange(JobLease.Partition) { PageSize = 1 }, null, cancellationToken)).Value is not { Entities.Count: 0, Continuation: null })
        {
            return new BackupResult(0, 0, "The table is not empty: import into one of another name (Registry__Table).");
        }

        using var second = open();
        try
        {
            return await FillAsync(second, survey, shards ?? survey.Shards, now, cancellationToken);
        }
        catch (JsonException)
        {
            return new BackupResult(_rows, 0, $"After row {_rows + _batch.Count} an agent can't be read. Delete the table before the next attempt.");
        }
    }

    private async Task<BackupResult> FillAsync(TextReader input, BackupSurvey survey, int shards, long now, CancellationToken cancellationToken)
    {
        var reader = new BackupReader(input);
        var resharding = shards != survey.Shards ? new Resharding(shards, survey.Newest, now) : null;
        var count = new TableEntity(RowKeys.Shards);
        var status = TableStatus.Ok;
        while (status == TableStatus.Ok && await reader.NextAsync(cancellationToken) is var (partition, row))
        {
            if (partition == JobLease.Partition && row.RowKey == RowKeys.Shards)
            {
                count = row;
            }
            else if (IsLease(partition, row))
            {
                // Of a process that is no more.
            }
            else if (TableExport.IsShard(partition) && resharding is not null)
            {
                status = resharding.Place(row) is { } placed ? await AddAsync(placed.Partition, placed.Row, cancellationToken) : status;
            }
            else
            {
                status = await AddAsync(partition, row, cancellationToken);
            }
        }

        if (status == TableStatus.Ok && (reader.Problem is not null || reader.Rows != survey.Rows))
        {
            return new BackupResult(_rows, 0, "The file is another than it was a moment ago. Delete the table before the next attempt.");
        }

        foreach (var (partition, row) in resharding?.Heads() ?? [])
        {
            status = status == TableStatus.Ok ? await AddAsync(partition, row, cancellationToken) : status;
        }

        status = status == TableStatus.Ok ? await AddAsync(JobLease.Partition, count.Set(Columns.Count, shards), cancellationToken) : status;
        status = status == TableStatus.Ok ? await SubmitAsync(cancellationToken) : status;
        return new BackupResult(_rows, shards, status == TableStatus.Ok ? null : $"Storage refused or does not answer ({status}). Delete the table before the next attempt.");
    }

    private static bool IsLease(string partition, TableEntity row) =>
        partition == JobLease.Partition && row.RowKey.StartsWith(RowKeys.Job(""), StringComparison.Ordinal);

    private async Task<TableStatus> AddAsync(string partition, TableEntity row, CancellationToken cancellationToken)
    {
        // Written over what is there, so that a batch whose answer was lost can be sent again.
        var operation = TableOperation.ReplaceUnconditionally(row);
        var bytes = TableSize.InTransaction(partition, operation);
        var status = TableStatus.Ok;
        if (_batch.Count > 0 && (partition != _partition || _batch.Count == TableLimits.TransactionEntities || _bytes + bytes > BatchBytes))
        {
            status = await SubmitAsync(cancellationToken);
        }

        _partition = partition;
        _batch.Add(operation);
        _bytes += bytes;
        return status;
    }

    private async Task<TableStatus> SubmitAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await table.SubmitAsync(_partition, _batch, cancellationToken);
            if (result.IsOk || attempt == Attempts || result.Status is not (TableStatus.Throttled or TableStatus.Unavailable or TableStatus.OutcomeUnknown))
            {
                _rows += result.IsOk ? _batch.Count : 0;
                _batch.Clear();
                _bytes = 0;
                return result.Status;
            }

            await Task.Delay(Wait * attempt, time, cancellationToken);
        }
    }
}

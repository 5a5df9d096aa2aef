using Registry.Core.Storage;
using Registry.Tables.InMemory;

namespace Registry.Http.Tests;

/// <summary>A table that a test can take away.</summary>
internal sealed class SwitchableTable(InMemoryTable table) : ITable
{
    private readonly TaskCompletionSource _transactionLost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What every call answers; Ok: the table does.</summary>
    public TableStatus Fault { get; set; }

    /// <summary>Transactions vanish, and nobody learns whether they happened.</summary>
    public bool LoseWrites { get; set; }

    /// <summary>Transactions wait for this.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>Every call is a bug that nobody expected.</summary>
    public bool Throws { get; set; }

    /// <summary>Told of everything that was written, with its partition.</summary>
    public Action<string, IReadOnlyList<TableOperation>>? Written { get; set; }

    /// <summary>Completes with the first transaction that vanished.</summary>
    public Task TransactionLost => _transactionLost.Task;

    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        IsWorking() ? table.CreateIfNotExistsAsync(cancellationToken) : Task.FromResult(Fault);

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        IsWorking() ? table.GetAsync(partitionKey, rowKey, cancellationToken) : Task.FromResult(new TableRead<TableEntity>(Fault, null));

    public Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken) =>
        IsWorking() ? table.QueryAsync(range, continuation, cancellationToken) : Task.FromResult(new TableRead<TablePage>(Fault, null));

    public async Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken)
    {
        if (!IsWorking())
        {
            return new TableWrite(Fault, "");
        }

        var written = await table.WriteAsync(partitionKey, operation, cancellationToken);
        if (written.Status == TableStatus.Ok)
        {
            Written?.Invoke(partitionKey, [operation]);
        }

        return written;
    }

    public Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        if (LoseWrites)
        {
            _transactionLost.TrySetResult();
            return Task.FromResult(TableTransaction.Failed(TableStatus.OutcomeUnknown));
        }

        if (!Hold.IsCompleted)
        {
            return SubmitLaterAsync(partitionKey, operations, cancellationToken);
        }

        return IsWorking() ? SubmitNowAsync(partitionKey, operations, cancellationToken) : Task.FromResult(TableTransaction.Failed(Fault));
    }

    private async Task<TableTransaction> SubmitNowAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        var written = await table.SubmitAsync(partitionKey, operations, cancellationToken);
        if (written.IsOk)
        {
            Written?.Invoke(partitionKey, operations);
        }

        return written;
    }

    private async Task<TableTransaction> SubmitLaterAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        await Hold;
        return await SubmitAsync(partitionKey, operations, cancellationToken);
    }

    private bool IsWorking() => Throws ? throw new InvalidOperationException("AccountKey=secret") : Fault == TableStatus.Ok;
}

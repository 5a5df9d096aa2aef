using Registry.Core.Storage;
using Registry.Tables.InMemory;

namespace Registry.Http.Tests;

/// <summary>A table that a test can take away.</summary>
internal sealed class SwitchableTable(InMemoryTable table) : ITable
{
    private int _transactions;

    /// <summary>What every call answers; Ok: the table does.</summary>
    public TableStatus Fault { get; set; }

    /// <summary>Transactions vanish, and nobody learns whether they happened.</summary>
    public bool LoseWrites { get; set; }

    /// <summary>Every call is a bug that nobody expected.</summary>
    public bool Throws { get; set; }

    public int Transactions => _transactions;

    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        IsWorking() ? table.CreateIfNotExistsAsync(cancellationToken) : Task.FromResult(Fault);

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        IsWorking() ? table.GetAsync(partitionKey, rowKey, cancellationToken) : Task.FromResult(new TableRead<TableEntity>(Fault, null));

    public Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken) =>
        IsWorking() ? table.QueryAsync(range, continuation, cancellationToken) : Task.FromResult(new TableRead<TablePage>(Fault, null));

    public Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken) =>
        IsWorking() ? table.WriteAsync(partitionKey, operation, cancellationToken) : Task.FromResult(new TableWrite(Fault, ""));

    public Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _transactions);
        return !IsWorking() ? Task.FromResult(TableTransaction.Failed(Fault))
            : LoseWrites ? Task.FromResult(TableTransaction.Failed(TableStatus.OutcomeUnknown))
            : table.SubmitAsync(partitionKey, operations, cancellationToken);
    }

    private bool IsWorking() => Throws ? throw new InvalidOperationException("AccountKey=secret") : Fault == TableStatus.Ok;
}

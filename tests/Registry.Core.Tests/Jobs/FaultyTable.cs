using Registry.Core.Storage;

namespace Registry.Core.Tests.Jobs;

/// <summary>A table whose service answers outside the protocol when a test wants it to.</summary>
internal sealed class FaultyTable(ITable table) : ITable
{
    /// <summary>How many of the next reads of one row fail.</summary>
    public int BadReads { get; set; }

    /// <summary>How many of the next writes of one row fail.</summary>
    public int BadWrites { get; set; }

    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        BadReads-- > 0 ? throw Fault() : table.GetAsync(partitionKey, rowKey, cancellationToken);

    public Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken) =>
        table.QueryAsync(range, continuation, cancellationToken);

    public Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken) =>
        BadWrites-- > 0 ? throw Fault() : table.WriteAsync(partitionKey, operation, cancellationToken);

    public Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
        table.SubmitAsync(partitionKey, operations, cancellationToken);

    private static TableRequestException Fault() => new(400, "InvalidInput", "the answer of a test");
}

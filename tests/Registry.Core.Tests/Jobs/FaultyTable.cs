using Registry.Core.Storage;
using Registry.Core.Tests.Storage;

namespace Registry.Core.Tests.Jobs;

/// <summary>A table whose service answers outside the protocol when a test wants it to.</summary>
internal sealed class FaultyTable(ITable table) : ForwardingTable(table)
{
    /// <summary>How many of the next reads of one row fail.</summary>
    public int BadReads { get; set; }

    /// <summary>How many of the next writes of one row fail.</summary>
    public int BadWrites { get; set; }

    public override Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        BadReads-- > 0 ? throw Fault() : base.GetAsync(partitionKey, rowKey, cancellationToken);

    public override Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken) =>
        BadWrites-- > 0 ? throw Fault() : base.WriteAsync(partitionKey, operation, cancellationToken);

    private static TableRequestException Fault() => new(400, "InvalidInput", "the answer of a test");
}

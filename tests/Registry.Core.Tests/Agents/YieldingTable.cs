using Registry.Core.Storage;
using Registry.Core.Tests.Storage;

namespace Registry.Core.Tests.Agents;

/// <summary>A table whose transactions take a turn, as those of a real one do: what arrives meanwhile has to wait.</summary>
internal sealed class YieldingTable(ITable table) : ForwardingTable(table)
{
    public override async Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        await Started.Task;
        return await base.SubmitAsync(partitionKey, operations, cancellationToken);
    }

    /// <summary>Transactions wait for this.</summary>
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

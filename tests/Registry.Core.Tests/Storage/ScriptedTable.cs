using Registry.Core.Storage;

namespace Registry.Core.Tests.Storage;

/// <summary>A table that does to transactions what a test says.</summary>
internal sealed class ScriptedTable(ITable table) : ITable
{
    private readonly List<Func<Task>> _late = [];

    /// <summary>Nothing is answered.</summary>
    public bool IsDown { get; set; }

    /// <summary>What becomes of the next transactions, one each; none left: they succeed as they would.</summary>
    public Queue<SubmitFate> Fates { get; } = new();

    /// <summary>Transactions that were sent.</summary>
    public List<IReadOnlyList<TableOperation>> Submitted { get; } = [];

    /// <summary>What happens after the next transaction of a partition, before its answer.</summary>
    public Dictionary<string, Func<Task>> Then { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that were to land late land now.</summary>
    public async Task LandAsync()
    {
        foreach (var submit in _late.ToList())
        {
            await submit();
        }

        _late.Clear();
    }

    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        IsDown ? Task.FromResult(TableStatus.Unavailable) : table.CreateIfNotExistsAsync(cancellationToken);

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        IsDown ? Task.FromResult(new TableRead<TableEntity>(TableStatus.Unavailable, null)) : table.GetAsync(partitionKey, rowKey, cancellationToken);

    public Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken) =>
        IsDown ? Task.FromResult(new TableRead<TablePage>(TableStatus.Unavailable, null)) : table.QueryAsync(range, continuation, cancellationToken);

    public Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken) =>
        IsDown ? Task.FromResult(new TableWrite(TableStatus.Unavailable, "")) : table.WriteAsync(partitionKey, operation, cancellationToken);

    public async Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        Submitted.Add(operations);
        if (IsDown)
        {
            return TableTransaction.Failed(TableStatus.Unavailable);
        }

        switch (Fates.TryDequeue(out var fate) ? fate : SubmitFate.Normal)
        {
            case SubmitFate.Lost:
                return TableTransaction.Failed(TableStatus.OutcomeUnknown);
            case SubmitFate.AnswerLost:
                await table.SubmitAsync(partitionKey, operations, CancellationToken.None);
                return TableTransaction.Failed(TableStatus.OutcomeUnknown);
            case SubmitFate.Late:
                _late.Add(() => table.SubmitAsync(partitionKey, operations, CancellationToken.None));
                return TableTransaction.Failed(TableStatus.OutcomeUnknown);
            default:
                var answer = await table.SubmitAsync(partitionKey, operations, cancellationToken);
                if (Then.Remove(partitionKey, out var then))
                {
                    await then();
                }

                return answer;
        }
    }
}

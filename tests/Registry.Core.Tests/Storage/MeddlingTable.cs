using Registry.Core.Storage;

namespace Registry.Core.Tests.Storage;

/// <summary>Lets somebody else act just before the first query of a kind.</summary>
internal sealed class MeddlingTable(ITable table, Func<TableRange, bool> isMeant, Func<Task> meddle) : ForwardingTable(table)
{
    private int _meddled;

    public override async Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken)
    {
        if (isMeant(range) && Interlocked.Exchange(ref _meddled, 1) == 0)
        {
            await meddle();
        }

        return await base.QueryAsync(range, continuation, cancellationToken);
    }
}

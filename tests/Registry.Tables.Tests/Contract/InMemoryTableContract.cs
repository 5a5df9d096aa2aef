using Registry.Core.Storage;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Tables.Tests.Contract;

public sealed class InMemoryTableContract : TableContract
{
    protected override async Task<ITable> CreateAsync()
    {
        var table = await OpenMissingAsync();
        await table.CreateIfNotExistsAsync(None);
        return table;
    }

    protected override Task<ITable> OpenMissingAsync() => Task.FromResult<ITable>(new InMemoryTable(new ManualTimeProvider()));
}

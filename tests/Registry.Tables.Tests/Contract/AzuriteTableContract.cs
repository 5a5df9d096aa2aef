using Registry.Core.Storage;
using Registry.Testing;

namespace Registry.Tables.Tests.Contract;

public sealed class AzuriteTableContract : TableContract
{
    protected override async Task<ITable> CreateAsync() => await AzuriteFixture.NewTableAsync();

    protected override async Task<ITable> OpenMissingAsync() => await AzuriteFixture.OpenTableAsync(AzuriteFixture.NewTableName());

    protected override bool AzuriteMisreads(string key) => key.Contains("',", StringComparison.Ordinal);
}

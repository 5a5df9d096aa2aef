using Registry.Core;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables;
using Registry.Tables.Azurite;
using Registry.Tables.Connections;
using Registry.Tables.Rest;

namespace Registry.Testing;

/// <summary>
/// One Azurite for a test process, on a free port, with its data in memory: started (and restored, on a fresh clone) by the first test that asks,
/// ended with the process. Every test takes a table of its own.
/// </summary>
public static class AzuriteFixture
{
    private static readonly Lazy<Task<AzuriteProcess>> Shared = new(StartAsync);

    /// <summary>The connection string, for programs that are given one.</summary>
    public static async Task<string> ConnectionStringAsync() => (await Shared.Value).ConnectionString;

    public static async Task<StorageConnection> ConnectionAsync() => Parse(await ConnectionStringAsync());

    /// <summary>A name no other test has.</summary>
    public static string NewTableName() => "t" + Entropy.System.NextId();

    /// <summary>A new, empty table.</summary>
    public static async Task<RestTable> NewTableAsync(StorageClock? clock = null, TableCounters? counters = null)
    {
        var table = await OpenTableAsync(NewTableName(), clock, counters);
        var status = await table.CreateIfNotExistsAsync(CancellationToken.None);
        return status == TableStatus.Ok ? table : throw new InvalidOperationException($"Azurite did not create a table: {status}.");
    }

    /// <summary>A client of a table that may exist or not.</summary>
    public static async Task<RestTable> OpenTableAsync(string name, StorageClock? clock = null, TableCounters? counters = null)
    {
        var time = TimeProvider.System;
        return new RestTable(
            await ConnectionAsync(), name, new TableOptions(), time, clock ?? new StorageClock(time), counters ?? new TableCounters(), Entropy.System);
    }

    /// <summary>The connection of a string that is known to be right.</summary>
    public static StorageConnection Parse(string connectionString) =>
        StorageConnection.TryParse(connectionString, out var connection, out var error) ? connection! : throw new ArgumentException(error, nameof(connectionString));

    private static async Task<AzuriteProcess> StartAsync()
    {
        var root = NpmRoot.Find() ?? throw new InvalidOperationException("The tests run from a clone of the repository: package.json was not found above them.");
        var start = await AzuriteProcess.StartAsync(new AzuriteOptions { Root = root }, TimeProvider.System, CancellationToken.None);
        return start.Process ?? throw new InvalidOperationException(start.Error);
    }
}

using Registry.Core;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Functions.Settings;
using Registry.Tables;
using Registry.Tables.InMemory;
using Registry.Tables.Rest;

namespace Registry.Functions.Composition;

internal static class StorageFactory
{
    public static RegistryStorage Create(StorageSettings settings, TimeProvider time)
    {
        var clock = new StorageClock(time);
        var counters = new TableCounters();
        ITable table = settings.Connection is { } connection
            ? new RestTable(connection, settings.Table, new TableOptions(), time, clock, counters, Entropy.System)
            : new InMemoryTable(time, clock, counters);
        return new RegistryStorage(table, clock, counters);
    }
}

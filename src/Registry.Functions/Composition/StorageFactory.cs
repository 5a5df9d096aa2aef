using Registry.Core.Time;
using Registry.Functions.Settings;
using Registry.Tables.InMemory;

namespace Registry.Functions.Composition;

internal static class StorageFactory
{
    public static RegistryStorage Create(StorageSettings settings, TimeProvider time)
    {
        var clock = new StorageClock(time);
        return new RegistryStorage(new InMemoryTable(time, clock), clock);
    }
}

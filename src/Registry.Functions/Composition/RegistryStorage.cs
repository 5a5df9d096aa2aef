using Registry.Core.Storage;
using Registry.Core.Time;

namespace Registry.Functions.Composition;

/// <summary>The table, the clock that its answers prove, and how often it was asked.</summary>
internal sealed record RegistryStorage(ITable Table, StorageClock Clock, TableCounters Counters);

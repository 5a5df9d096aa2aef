using Registry.Core.Storage;
using Registry.Core.Time;

namespace Registry.Functions.Composition;

/// <summary>The table, and the clock that its answers prove.</summary>
internal sealed record RegistryStorage(ITable Table, StorageClock Clock);

using System.Collections.Immutable;
using Registry.Core.Sharding;

namespace Registry.Core.Configuration;

/// <summary>The entries in memory. There are few, and they change seldom: every change makes a new snapshot.</summary>
internal sealed class ConfigState : IPartitionState<ConfigEntry, ConfigOverlay>
{
    private ConfigSnapshot _snapshot = ConfigSnapshot.Empty;

    /// <summary>May be read without the gate.</summary>
    public ConfigSnapshot Snapshot => Volatile.Read(ref _snapshot);

    public ConfigOverlay Overlay(long nextSeq) => new(Snapshot, nextSeq);

    public void Apply(Change<ConfigEntry> change) => Volatile.Write(ref _snapshot, Snapshot.With(change.EntityId, change.After));

    public string? Reset(IEnumerable<ConfigEntry> entities)
    {
        Volatile.Write(ref _snapshot, new ConfigSnapshot(entities.ToImmutableSortedDictionary(entry => entry.Key, entry => entry, StringComparer.Ordinal)));
        return null;
    }
}

using Registry.Core.Sharding;

namespace Registry.Core.Configuration;

/// <summary>The entries with the changes of a group laid over.</summary>
internal sealed class ConfigOverlay(ConfigSnapshot snapshot, long nextSeq) : IPartitionView<ConfigEntry>
{
    public long NextSeq { get; private set; } = nextSeq;

    public ConfigSnapshot Snapshot { get; private set; } = snapshot;

    public ConfigEntry? Find(string id) => Snapshot.FindKey(id);

    public void Apply(Change<ConfigEntry> change)
    {
        Snapshot = Snapshot.With(change.EntityId, change.After);
        NextSeq = change.Seq + 1;
    }
}

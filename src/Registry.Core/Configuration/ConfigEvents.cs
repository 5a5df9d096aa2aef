using Registry.Core.Events;
using Registry.Core.Sharding;

namespace Registry.Core.Configuration;

/// <summary>Events of the changes of entries: they are for the audit, and name no agent.</summary>
/// <param name="state">As it is now.</param>
internal sealed class ConfigEvents(ConfigState state) : IEventMaker<ConfigEntry>
{
    public ConfigEntry? Find(string entityId) => state.Snapshot.FindKey(entityId);

    public RegistryEvent Make(string partition, Change<ConfigEntry> change, ConfigEntry? before) => new(partition, change.Seq, change.Type, "")
    {
        Time = change.Time,
        Actor = change.Actor,
        CorrelationId = change.CorrelationId,
        Reason = change.Reason,
        Entry = change.EntityId.Replace('!', '/'),
    };
}

using Registry.Core.Events;
using Registry.Core.Sharding;

namespace Registry.Core.Configuration;

/// <summary>Events of <c>config</c>: changes of entries are for the audit, and name no agent; notes are for everybody.</summary>
/// <param name="state">As it is now.</param>
internal sealed class ConfigEvents(ConfigState state) : IEventMaker<ConfigEntry>
{
    public ConfigEntry? Find(string entityId) => state.Snapshot.FindKey(entityId);

    public RegistryEvent Make(string partition, Change<ConfigEntry> change, ConfigEntry? before)
    {
        var isNote = NoteKeys.TryParse(change.EntityId, out var agentId, out var subject);
        var entry = isNote ? null : change.EntityId.Replace('!', '/');
        return new RegistryEvent(partition, change.Seq, change.Type, agentId)
        {
            Subject = subject ?? entry!,
            Entry = entry,
            Time = change.Time,
            Actor = change.Actor,
            CorrelationId = change.CorrelationId,
            Old = change.Old,
            New = change.New,
            Reason = change.Reason,
        };
    }
}

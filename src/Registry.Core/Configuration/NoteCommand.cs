using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Configuration;

/// <summary>A change of nothing: those who follow the log hear of it, and no row but its own is written.</summary>
internal sealed class NoteCommand(RegistryNote note) : ICommand<ConfigEntry, ConfigOverlay, bool>
{
    public Decision<ConfigEntry, bool> Decide(ConfigOverlay view, DecisionContext context) => Decision<ConfigEntry, bool>.Changed(
        true,
        new Change<ConfigEntry>(view.NextSeq, note.Type, NoteKeys.Of(note), null)
        {
            Actor = Caller.Registry.Name,
            Time = context.Now.Upper,
            MutationId = context.MutationId,
            Old = note.Old,
            New = note.New,
            Reason = note.Reason,
        });
}

using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Configuration;

/// <summary>Makes, changes or removes an entry.</summary>
internal sealed class ConfigCommand(string kind, string id, ConfigDecide decide, Caller caller) : ICommand<ConfigEntry, ConfigOverlay, ConfigWritten>
{
    public Decision<ConfigEntry, ConfigWritten> Decide(ConfigOverlay view, DecisionContext context)
    {
        var before = view.Snapshot.Find(kind, id);
        var decided = decide(before, view.Snapshot, context.Now.Upper);
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        if (decided.Doc is { Length: > ConfigEntry.MaxDocLength })
        {
            return Refusals.TooLarge;
        }

        if (decided.Doc is null && (before is null || !decided.IsRemoval))
        {
            return Decision<ConfigEntry, ConfigWritten>.Unchanged(new ConfigWritten(before, before));
        }

        var after = decided.Doc is { } doc ? After(before, doc, decided.Secret, view.NextSeq, context) : null;
        var verb = after is null ? "deleted" : before is null ? "created" : "updated";
        var change = new Change<ConfigEntry>(view.NextSeq, $"{kind}.{verb}", ConfigEntry.KeyOf(kind, id), after)
        {
            Actor = caller.Name,
            CorrelationId = caller.CorrelationId,
            Time = context.Now.Upper,
            MutationId = context.MutationId,
            Reason = decided.Reason,
            Secrets = before is null ? decided.Secret ?? "" : decided.Secret,
        };
        return Decision<ConfigEntry, ConfigWritten>.Changed(new ConfigWritten(before, after), change);
    }

    private ConfigEntry After(ConfigEntry? before, ReadOnlyMemory<byte> doc, string? secret, long seq, DecisionContext context) => new(kind, id, doc)
    {
        Seq = seq,
        CreatedAt = before?.CreatedAt ?? context.Now.Upper,
        UpdatedAt = context.Now.Upper,
        SecretSeq = secret is null ? before?.SecretSeq ?? 0 : secret.Length == 0 ? 0 : seq,
    };
}

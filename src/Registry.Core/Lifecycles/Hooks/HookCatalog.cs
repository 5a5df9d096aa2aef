using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Configuration;
using Registry.Core.Discovery;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>The hooks that operators set for all agents, or those of a type: the same on every instance within <c>MaxStaleness</c>.</summary>
public sealed class HookCatalog
{
    /// <summary>All of one transition are asked at once, so this bounds what one costs.</summary>
    public const int MaxHooks = 64;

    private readonly ConfigStore _store;
    private readonly Entropy _entropy;
    private Known? _known;

    internal HookCatalog(ConfigStore store, Entropy entropy)
    {
        _store = store;
        _entropy = entropy;
    }

    /// <summary>All of them, the oldest first. Refusal: StorageUnavailable.</summary>
    public async ValueTask<Outcome<RegistryHook[]>> ListAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if ((freshness == Freshness.Latest || !_store.IsFresh) && !await _store.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var snapshot = _store.Snapshot;
        if (_known is { } known && ReferenceEquals(known.Snapshot, snapshot))
        {
            return known.Hooks;
        }

        var hooks = new List<RegistryHook>();
        foreach (var entry in snapshot.Of(ConfigKinds.Hook))
        {
            if (await _store.ReadSecretAsync(entry) is not { } secret)
            {
                return Refusals.StorageUnavailable;
            }

            // A newer version may know phases that this one does not.
            if (Read(entry, secret) is { } hook)
            {
                hooks.Add(hook);
            }
        }

        var sorted = hooks.OrderBy(hook => hook.CreatedAt).ThenBy(hook => hook.Id, StringComparer.Ordinal).ToArray();
        _known = new Known(snapshot, sorted);
        return sorted;
    }

    /// <summary>Adds one. Refusals: Conflict (there are <see cref="MaxHooks"/>), StorageUnavailable, OutcomeUnknown.</summary>
    /// <param name="point">When it is called.</param>
    /// <param name="url">Checked by <see cref="HookUrl"/>.</param>
    /// <param name="agentType">For agents of this type only; null for all.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<RegistryHook>> AddAsync(HookPoint point, string url, string? agentType, Caller caller, CancellationToken cancellationToken)
    {
        var id = _entropy.NextGuid().ToString();
        var shown = EndpointSecrets.Redact(url);

        // A URL may have a key in it, which is in no log row: then the whole of it lies with the secrets.
        var secret = shown == url ? "" : url;
        var doc = Write(point, shown, agentType);
        var outcome = await _store.ChangeAsync(
            ConfigKinds.Hook,
            id,
            (_, all, _) => all.Count(ConfigKinds.Hook) >= MaxHooks ? TooMany : ConfigDecision.Put(doc, secret),
            caller,
            cancellationToken);
        return outcome.Is(out var written, out var refusal) ? Read(written.After!, secret)! : refusal;
    }

    /// <summary>Removes one; the value says whether it was there. Refusals: StorageUnavailable, OutcomeUnknown.</summary>
    public async Task<Outcome<bool>> RemoveAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await _store.ChangeAsync(ConfigKinds.Hook, id, static (_, _, _) => ConfigDecision.Remove, caller, cancellationToken);
        return outcome.Is(out var written, out var refusal) ? written.Before is not null : refusal;
    }

    private static Refusal TooMany { get; } = new(RefusalCode.Conflict, $"There are {MaxHooks} hooks already: no more are allowed.");

    private static byte[] Write(HookPoint point, string url, string? agentType) => JsonOutput.ToBytes((point, url, agentType), static (writer, hook) =>
    {
        writer.WriteStartObject();
        writer.WriteString("phase"u8, HookPoints.Words.Encoded(hook.point));
        writer.WriteString("url"u8, hook.url);
        writer.WriteText("agent_type"u8, hook.agentType);
        writer.WriteEndObject();
    });

    private static RegistryHook? Read(ConfigEntry entry, string secret)
    {
        var doc = JsonElement.Parse(entry.Doc.Span);
        if (!HookPoints.Words.TryParse(doc.GetProperty("phase").GetString(), out var point))
        {
            return null;
        }

        var shown = doc.GetProperty("url").GetString()!;
        return new RegistryHook(entry.Id, point, secret.Length > 0 ? secret : shown, doc.TryGetProperty("agent_type", out var type) ? type.GetString() : null, entry.CreatedAt)
        {
            ShownUrl = shown,
        };
    }

    private sealed record Known(ConfigSnapshot Snapshot, RegistryHook[] Hooks);
}

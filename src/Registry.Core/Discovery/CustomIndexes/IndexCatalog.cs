using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Configuration;

namespace Registry.Core.Discovery.CustomIndexes;

/// <summary>
/// The custom indexes. They are built from memory, on each instance when it first hears of them: where they are made, or with the first query
/// that names one; from then on every change goes into them as into the others.
/// </summary>
public sealed class IndexCatalog
{
    /// <summary>Every change of an agent costs what each of them costs.</summary>
    public const int MaxIndexes = 32;

    private readonly ConfigStore _store;
    private readonly RegistryShards _shards;
    private Known? _known;

    internal IndexCatalog(ConfigStore store, RegistryShards shards)
    {
        _store = store;
        _shards = shards;
    }

    /// <summary>The custom ones, by name. Refusal: StorageUnavailable.</summary>
    public async ValueTask<Outcome<IndexDefinition[]>> ListAsync(Freshness freshness, CancellationToken cancellationToken) =>
        (freshness == Freshness.Bounded && _store.IsFresh) || await _store.EnsureAsync(freshness, cancellationToken)
            ? Read(_store.Snapshot)
            : Refusals.StorageUnavailable;

    /// <summary>Makes one, or gives it another path, and builds it here; the value says whether it is new. Refusals: Conflict (there are <see cref="MaxIndexes"/>), StorageUnavailable, OutcomeUnknown.</summary>
    public async Task<Outcome<bool>> PutAsync(IndexDefinition definition, Caller caller, CancellationToken cancellationToken)
    {
        var doc = Write(definition);
        var outcome = await _store.ChangeAsync(
            ConfigKinds.Index, definition.Name, (current, all, _) => Decide(current, all, doc), caller, cancellationToken);
        if (!outcome.Is(out var written, out var refusal))
        {
            return refusal;
        }

        // Agents that can't be read now are indexed when they can.
        if (await _shards.EnsureAsync(Freshness.Bounded, cancellationToken))
        {
            Build(Read(_store.Snapshot));
        }

        return written.Before is null;
    }

    /// <summary>Removes one; the value says whether it was there. Refusals: StorageUnavailable, OutcomeUnknown.</summary>
    public async Task<Outcome<bool>> RemoveAsync(string name, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await _store.ChangeAsync(ConfigKinds.Index, name, static (_, _, _) => ConfigDecision.Remove, caller, cancellationToken);
        if (!outcome.Is(out var written, out var refusal))
        {
            return refusal;
        }

        Build(Read(_store.Snapshot));
        return written.Before is not null;
    }

    /// <summary>Makes the indexes of a query ready. Why that can't be; null when they are.</summary>
    internal async ValueTask<Refusal?> PrepareAsync(DiscoveryQuery query, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!(await ListAsync(freshness, cancellationToken)).Is(out var definitions, out var refusal))
        {
            return refusal;
        }

        // Another instance may have made it just now.
        if (Unknown(query, definitions) is not null
            && freshness != Freshness.Latest
            && !(await ListAsync(Freshness.Latest, cancellationToken)).Is(out definitions, out refusal))
        {
            return refusal;
        }

        if (Unknown(query, definitions!) is { } errors)
        {
            return Refusal.Invalid(errors);
        }

        Build(definitions!);
        return null;
    }

    private static ConfigDecision Decide(ConfigEntry? current, ConfigSnapshot all, byte[] doc)
    {
        if (current is null && all.Count(ConfigKinds.Index) >= MaxIndexes)
        {
            return new Refusal(RefusalCode.Conflict, $"There are {MaxIndexes} custom indexes already: no more are allowed.");
        }

        return current is not null && current.Doc.Span.SequenceEqual(doc) ? ConfigDecision.Unchanged : ConfigDecision.Put(doc);
    }

    private static byte[] Write(IndexDefinition definition) => JsonOutput.ToBytes(definition, static (writer, definition) =>
    {
        writer.WriteStartObject();
        writer.WriteString("path"u8, definition.Path);
        writer.WriteEndObject();
    });

    /// <summary>Those that a newer version knows paths of which this one does not are not there.</summary>
    private IndexDefinition[] Read(ConfigSnapshot snapshot)
    {
        if (_known is { } known && ReferenceEquals(known.Snapshot, snapshot))
        {
            return known.Definitions;
        }

        var definitions = new List<IndexDefinition>();
        foreach (var entry in snapshot.Of(ConfigKinds.Index))
        {
            if (IndexDefinition.TryCreate(entry.Id, JsonElement.Parse(entry.Doc.Span).GetProperty("path").GetString()!, new FieldErrors(), out var definition))
            {
                definitions.Add(definition);
            }
        }

        _known = new Known(snapshot, [.. definitions]);
        return _known.Definitions;
    }

    private void Build(IndexDefinition[] definitions)
    {
        foreach (var shard in _shards.All ?? [])
        {
            shard.Build(definitions);
        }
    }

    private static FieldErrors? Unknown(DiscoveryQuery query, IndexDefinition[] definitions)
    {
        FieldErrors? errors = null;
        foreach (var filter in query.Indexes)
        {
            if (!Array.Exists(definitions, definition => definition.Name == filter.Name))
            {
                (errors ??= new FieldErrors()).Add(QueryParameters.IndexPrefix + filter.Name, "There is no index of this name.");
            }
        }

        return errors;
    }

    private sealed record Known(ConfigSnapshot Snapshot, IndexDefinition[] Definitions);
}

using Registry.Core.Agents;

namespace Registry.Core.Discovery.CustomIndexes;

/// <summary>
/// The custom indexes. They are built from memory, on each instance when it first hears of them: where they are made, or with the first query
/// that names one; from then on every change goes into them as into the others.
/// </summary>
public sealed class IndexCatalog
{
    private readonly RegistryShards _shards;
    private readonly Func<Freshness, CancellationToken, ValueTask<Outcome<IndexDefinition[]>>> _definitions;

    internal IndexCatalog(RegistryShards shards, Func<Freshness, CancellationToken, ValueTask<Outcome<IndexDefinition[]>>> definitions)
    {
        _shards = shards;
        _definitions = definitions;
    }

    /// <summary>Makes the indexes of a query ready. Why that can't be; null when they are.</summary>
    internal async ValueTask<Refusal?> PrepareAsync(DiscoveryQuery query, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!(await _definitions(freshness, cancellationToken)).Is(out var definitions, out var refusal))
        {
            return refusal;
        }

        // Another instance may have made it just now.
        if (Unknown(query, definitions) is not null
            && freshness != Freshness.Latest
            && !(await _definitions(Freshness.Latest, cancellationToken)).Is(out definitions, out refusal))
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
}

using System.Collections.Immutable;

namespace Registry.Core.Configuration;

/// <summary>All entries at one moment. Another moment is another object: what is derived from one can be kept with it.</summary>
public sealed class ConfigSnapshot
{
    private readonly ImmutableSortedDictionary<string, ConfigEntry> _entries;

    internal ConfigSnapshot(ImmutableSortedDictionary<string, ConfigEntry> entries)
    {
        _entries = entries;
    }

    public static ConfigSnapshot Empty { get; } = new(ImmutableSortedDictionary.Create<string, ConfigEntry>(StringComparer.Ordinal));

    public ConfigEntry? Find(string kind, string id) => FindKey(ConfigEntry.KeyOf(kind, id));

    /// <summary>The entries of a kind, by id.</summary>
    public IEnumerable<ConfigEntry> Of(string kind) => _entries.Values.Where(entry => entry.Kind == kind);

    public int Count(string kind) => Of(kind).Count();

    internal ConfigEntry? FindKey(string key) => _entries.GetValueOrDefault(key);

    internal ConfigSnapshot With(string key, ConfigEntry? entry) =>
        new(entry is null ? _entries.Remove(key) : _entries.SetItem(key, entry));
}

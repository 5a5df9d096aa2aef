using System.Runtime.InteropServices;
using Registry.Core.Agents;

namespace Registry.Core.Statistics;

/// <summary>Counts which capabilities agents have, and in which versions.</summary>
internal sealed class CapabilityTally
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private int _agents;

    public int Names => _entries.Count;

    /// <summary>All that were added, versions of one name included.</summary>
    public int Total { get; private set; }

    public void Add(IReadOnlyList<Capability> capabilities)
    {
        _agents++;
        for (var i = 0; i < capabilities.Count; i++)
        {
            var (name, version) = (capabilities[i].Name, capabilities[i].Version);
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, name, out _);

            // A name that an agent has in several versions counts once.
            if (entry.LastAgent != _agents)
            {
                entry.LastAgent = _agents;
                entry.Agents++;
            }

            if (version is not null)
            {
                (entry.Versions ??= new HashSet<string>(StringComparer.Ordinal)).Add(version);
            }
        }

        Total += capabilities.Count;
    }

    public List<CapabilityUse> ByName() =>
        [.. _entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new CapabilityUse(entry.Key, Sorted(entry.Value.Versions), entry.Value.Agents))];

    private static string[] Sorted(HashSet<string>? versions) => [.. (versions ?? []).Order(VersionOrder.Instance)];

    private struct Entry
    {
        public int Agents;
        public int LastAgent;
        public HashSet<string>? Versions;
    }
}

using Registry.Core.Agents;

namespace Registry.Core.Discovery;

/// <param name="Name">Matched exactly.</param>
/// <param name="Version">What the capability's version must be; null for any, or none.</param>
public sealed record CapabilityFilter(string Name, VersionFilter? Version)
{
    public bool Matches(IReadOnlyList<Capability> capabilities)
    {
        for (var i = 0; i < capabilities.Count; i++)
        {
            if (string.Equals(capabilities[i].Name, Name, StringComparison.Ordinal) && (Version is null || Version.Matches(capabilities[i])))
            {
                return true;
            }
        }

        return false;
    }
}

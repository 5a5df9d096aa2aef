using System.Text.Json;
using Registry.Core.Agents;

namespace Registry.Core.Tests.Simulation;

/// <summary>The markers of operations in an agent: its name (the registration) and the values of its metadata.</summary>
internal static class Markers
{
    public static HashSet<string> Of(Agent agent) => [agent.Registration.Name, .. Metadata(agent).Values];

    /// <summary>Those that a change brought.</summary>
    public static IEnumerable<string> NewIn(LogChange change)
    {
        if (change.After is null)
        {
            return [];
        }

        var after = Of(change.After);
        if (change.Before is not null && !change.IsRegistration)
        {
            after.ExceptWith(Of(change.Before));
        }

        return after;
    }

    public static Dictionary<string, string> Metadata(Agent agent) =>
        agent.Registration.Metadata.Parse().EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);
}

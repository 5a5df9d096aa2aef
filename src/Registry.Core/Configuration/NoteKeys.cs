using System.Diagnostics.CodeAnalysis;

namespace Registry.Core.Configuration;

/// <summary>What stands in the place of an entry's key in a note's change; no kind of entry begins like that.</summary>
internal static class NoteKeys
{
    private const string AgentPrefix = "note:agent!";
    private const string PartitionPrefix = "note:partition!";

    public static string Of(RegistryNote note) => note.AgentId is { } id ? AgentPrefix + id : PartitionPrefix + note.Partition;

    /// <summary>False for an entry's key.</summary>
    /// <param name="key">Of a change.</param>
    /// <param name="agentId">The agent that it is about, or empty.</param>
    /// <param name="subject">What it is about.</param>
    public static bool TryParse(string key, out string agentId, [NotNullWhen(true)] out string? subject)
    {
        var isAgent = key.StartsWith(AgentPrefix, StringComparison.Ordinal);
        subject = isAgent ? key[AgentPrefix.Length..] : key.StartsWith(PartitionPrefix, StringComparison.Ordinal) ? key[PartitionPrefix.Length..] : null;
        agentId = isAgent ? subject! : "";
        return subject is not null;
    }
}

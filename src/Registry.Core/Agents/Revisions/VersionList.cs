namespace Registry.Core.Agents.Revisions;

/// <param name="Versions">The current one, then those before it, the newest first.</param>
/// <param name="AgeMs">How old the state behind the current one is.</param>
public sealed record VersionList(IReadOnlyList<AgentVersion> Versions, long AgeMs);

namespace Registry.Core.Statistics;

/// <param name="Name">Of the capability.</param>
/// <param name="Versions">Those that agents say, ascending: semantic ones by precedence, then the others as text.</param>
/// <param name="Agents">How many agents have it, in whatever version.</param>
public sealed record CapabilityUse(string Name, IReadOnlyList<string> Versions, int Agents);

namespace Registry.Core.Health;

/// <param name="Name">Partition key.</param>
/// <param name="Loaded">Whether it is in memory.</param>
/// <param name="Agents">How many it has.</param>
/// <param name="Seq">Newest change known.</param>
/// <param name="AgeMs">How old its state is; 0 before it is loaded.</param>
/// <param name="Corruption">Why it is refused, or null.</param>
public sealed record ShardHealth(string Name, bool Loaded, int Agents, long Seq, long AgeMs, string? Corruption);

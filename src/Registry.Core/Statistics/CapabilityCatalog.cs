namespace Registry.Core.Statistics;

/// <param name="Capabilities">By name, ordinal.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public sealed record CapabilityCatalog(IReadOnlyList<CapabilityUse> Capabilities, long AgeMs);

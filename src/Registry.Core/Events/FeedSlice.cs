namespace Registry.Core.Events;

/// <summary>What memory has after a change of a partition.</summary>
/// <param name="Events">In order; null when they are not, or not all, in memory.</param>
/// <param name="First">Number of the oldest that memory has.</param>
/// <param name="Head">Number of the newest change.</param>
internal readonly record struct FeedSlice(RegistryEvent[]? Events, long First, long Head);

using Registry.Core.Storage;

namespace Registry.Testing.Simulation;

/// <summary>A write that storage executed: together the true order of everything that happened.</summary>
/// <param name="At">Virtual ticks of its execution.</param>
/// <param name="SentAt">Virtual ticks when its process sent it.</param>
/// <param name="Node">Which process.</param>
/// <param name="PartitionKey">The partition.</param>
/// <param name="Operations">All of them happened at once.</param>
public sealed record SimJournalEntry(long At, long SentAt, string Node, string PartitionKey, IReadOnlyList<TableOperation> Operations);

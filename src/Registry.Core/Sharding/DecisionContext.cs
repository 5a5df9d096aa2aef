using Registry.Core.Time;

namespace Registry.Core.Sharding;

/// <param name="Now">Storage time.</param>
/// <param name="Monotonic">This process's monotonic timestamp.</param>
/// <param name="MutationId">The command's id, for its changes.</param>
public readonly record struct DecisionContext(StorageInstant Now, long Monotonic, string MutationId);

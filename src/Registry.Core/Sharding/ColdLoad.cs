using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>A partition as read from nothing.</summary>
/// <param name="Status">Ok, or why it could not be read.</param>
/// <param name="Entities">Everything that exists as of <paramref name="Head"/>.</param>
/// <param name="Head">The head that the entities are as of.</param>
/// <param name="SentTick">When its last read was sent, on the partition's own clock of events.</param>
/// <param name="SentAt">The same as a monotonic timestamp.</param>
internal sealed record ColdLoad<TEntity>(TableStatus Status, IReadOnlyCollection<TEntity> Entities, Head Head, long SentTick, long SentAt)
    where TEntity : class
{
    public static ColdLoad<TEntity> Failed(TableStatus status) => new(status, [], new Head(0, 0, ""), 0, 0);
}

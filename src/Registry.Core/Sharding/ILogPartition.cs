using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>One partition's log, whatever it holds: what readers of changes and the trim need of it.</summary>
internal interface ILogPartition
{
    /// <summary>Partition key.</summary>
    string Name { get; }

    /// <summary>Which shard of agents it is; null for the others.</summary>
    int? Shard { get; }

    /// <summary>Its place in the <see cref="EventHub"/>.</summary>
    int Number { get; }

    bool IsLoaded { get; }

    /// <summary>How old the state is. Only when loaded.</summary>
    TimeSpan Age { get; }

    /// <summary>As last known. Only when loaded.</summary>
    Head Head { get; }

    /// <summary>Makes reads answerable. False: they can't be served as asked.</summary>
    Task<bool> EnsureAsync(Freshness freshness, CancellationToken cancellationToken);

    /// <summary>True once the state has all that was acknowledged anywhere before this call.</summary>
    Task<bool> RefreshAsync(CancellationToken cancellationToken);

    /// <summary>The read that is under way, else a new one: enough for a bound on age.</summary>
    Task<bool> CurrentRefreshAsync();

    /// <summary>The changes in a range of numbers as events, at most a page: in order, without a gap, from the first one on; empty where that is trimmed.</summary>
    Task<TableRead<List<RegistryEvent>>> ReadStoredAsync(long first, long last, CancellationToken cancellationToken);

    /// <summary>Moves <c>Oldest</c> forward with the next commit.</summary>
    Task<bool> TrimAsync(long oldest, CancellationToken cancellationToken);
}

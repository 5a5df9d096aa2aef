namespace Registry.Core.Sharding;

/// <summary>The fold of a partition's log in memory. Touched only under the partition's gate.</summary>
public interface IPartitionState<TEntity, TView>
    where TEntity : class
    where TView : IPartitionView<TEntity>
{
    /// <summary>A view to decide a group of commands on, good until the state changes.</summary>
    TView Overlay(long nextSeq);

    /// <summary>The one place where a change takes effect.</summary>
    void Apply(Change<TEntity> change);

    /// <summary>Starts over from a cold load. Returns what is corrupt, or null: then it holds exactly these entities.</summary>
    string? Reset(IEnumerable<TEntity> entities);
}

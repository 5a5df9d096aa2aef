namespace Registry.Core.Sharding;

/// <summary>Hears of every change of a partition, in order. Called under the partition's gate: memory work only.</summary>
internal interface IChangeSink<TEntity>
    where TEntity : class
{
    /// <summary>The change is about to take effect: the state is still the one before it.</summary>
    void Applying(Change<TEntity> change);

    /// <summary>The state was loaded as of this change; what led to it is not told.</summary>
    void Loaded(long seq);
}

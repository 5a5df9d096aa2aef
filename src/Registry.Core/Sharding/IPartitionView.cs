namespace Registry.Core.Sharding;

/// <summary>What a command decides on: the confirmed state with the changes of the commands before it in its group laid over.</summary>
public interface IPartitionView<TEntity>
    where TEntity : class
{
    /// <summary>The number that the next change will have.</summary>
    long NextSeq { get; }

    TEntity? Find(string id);

    void Apply(Change<TEntity> change);
}

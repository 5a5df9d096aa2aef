namespace Registry.Core.Sharding;

/// <summary>Changes nothing: it is answered with the commit that it travels with, and a trim is one.</summary>
internal sealed class WaitForCommit<TEntity, TView> : ICommand<TEntity, TView, bool>
    where TEntity : class
    where TView : IPartitionView<TEntity>
{
    public Decision<TEntity, bool> Decide(TView view, DecisionContext context) => Decision<TEntity, bool>.Unchanged(true);
}

namespace Registry.Core.Sharding;

/// <summary>A change that somebody wants. Deciding is pure: it may be asked again, on a newer state.</summary>
public interface ICommand<TEntity, in TView, TResult>
    where TEntity : class
    where TView : IPartitionView<TEntity>
{
    Decision<TEntity, TResult> Decide(TView view, DecisionContext context);
}

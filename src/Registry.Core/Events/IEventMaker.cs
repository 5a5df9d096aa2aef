using Registry.Core.Sharding;

namespace Registry.Core.Events;

/// <summary>Makes events of a partition's changes. It takes no more of a change than everybody may know: what only its author has stays behind.</summary>
internal interface IEventMaker<TEntity>
    where TEntity : class
{
    /// <summary>The entity as it is in memory, before the change that is about to be applied.</summary>
    TEntity? Find(string entityId);

    /// <param name="partition">Whose log it is in.</param>
    /// <param name="change">What happened.</param>
    /// <param name="before">The entity before it, as far as that is known.</param>
    RegistryEvent Make(string partition, Change<TEntity> change, TEntity? before);
}

namespace Registry.Core.Sharding;

/// <summary>The commands that wait to be decided, by arrival. All of it under the partition's gate.</summary>
internal sealed class CommandQueue<TEntity, TView>
    where TEntity : class
    where TView : class, IPartitionView<TEntity>
{
    private readonly LinkedList<PendingCommand<TEntity, TView>> _commands = [];

    public bool IsEmpty => _commands.Count == 0;

    public PendingCommand<TEntity, TView>? First => _commands.First?.Value;

    public void Add(PendingCommand<TEntity, TView> command) => _commands.AddLast(command);

    public void RemoveFirst() => _commands.RemoveFirst();

    public bool Any(Func<PendingCommand<TEntity, TView>, bool> predicate) => _commands.Any(predicate);

    /// <summary>Puts commands that were not committed back in front of those that came later.</summary>
    public void PutBack(IEnumerable<PendingCommand<TEntity, TView>> commands)
    {
        foreach (var command in commands.Where(command => !command.IsAnswered).OrderByDescending(command => command.Arrival))
        {
            _commands.AddFirst(command);
        }
    }

    /// <summary>Drops those whose callers were answered meanwhile: their deadline came, or they left.</summary>
    public void DropAnswered()
    {
        for (var node = _commands.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.IsAnswered)
            {
                _commands.Remove(node);
            }

            node = next;
        }
    }

    public void RefuseAll(Refusal refusal)
    {
        foreach (var command in _commands)
        {
            command.Refuse(refusal);
        }
    }

    public void FailAll(Exception exception)
    {
        foreach (var command in _commands)
        {
            command.Fail(exception);
        }
    }
}

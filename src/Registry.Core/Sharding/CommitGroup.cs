using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>
/// Commands that travel in one entity group transaction: the head, an insert per change, one operation per touched entity with its
/// final state, and revisions. Changes of one command are never split.
/// </summary>
internal sealed class CommitGroup<TEntity, TView>(IRowCodec<TEntity> codec, TView view)
    where TEntity : class
    where TView : class, IPartitionView<TEntity>
{
    // One below the service's limit: the head's own operation is counted apart, and this leaves room for an outage row some day.
    private const int MaxOperations = TableLimits.TransactionEntities - 1;

    // Below the service's 4 MiB, because the multipart frame around each operation is not counted here.
    private const int MaxBytes = 3 * 1024 * 1024;

    private readonly List<TableOperation> _inserts = [];
    private readonly Dictionary<string, Touched> _touched = new(StringComparer.Ordinal);
    private int _bytes;

    public TView View { get; } = view;

    public List<PendingCommand<TEntity, TView>> Committing { get; } = [];

    /// <summary>Refusals and no-changes that were decided on this group's own changes, or on a state not known to be fresh.</summary>
    public List<PendingCommand<TEntity, TView>> Resting { get; } = [];

    public List<Change<TEntity>> Changes { get; } = [];

    /// <summary>The head to match, and where the state was when the group was decided.</summary>
    public required Head Head { get; init; }

    public required long Generation { get; init; }

    /// <summary>Set by a trim: what <c>Oldest</c> becomes.</summary>
    public long Oldest { get; set; }

    public bool IsEmpty => Changes.Count == 0 && Oldest <= Head.Oldest;

    /// <summary>Takes a command's changes in and lays them over the view; false when they do not fit any more.</summary>
    public bool TryAdd(PendingCommand<TEntity, TView> command)
    {
        var inserts = new List<TableOperation>(command.Changes.Count);
        var bytes = 0;
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in command.Changes)
        {
            var (row, size) = ChangeRows.Write(change, codec);
            inserts.Add(TableOperation.Insert(row));

            // The entity's own row is about as large as the change's.
            bytes += (2 * size) + (2 * (change.Secrets?.Length ?? 0));
            if (change.Replaced is { } replaced)
            {
                var revision = new TableEntity(codec.RevisionKey(replaced));
                bytes += codec.WriteColumns(replaced, revision);
                codec.WriteRevisionColumns(replaced, revision);
                inserts.Add(TableOperation.Insert(revision));
            }

            if (!_touched.ContainsKey(change.EntityId))
            {
                touched.Add(change.EntityId);
            }
        }

        var operations = 1 + _inserts.Count + _touched.Count + inserts.Count + touched.Count;
        if (Committing.Count > 0 && (operations > MaxOperations || _bytes + bytes > MaxBytes))
        {
            return false;
        }

        _bytes += bytes;
        _inserts.AddRange(inserts);
        foreach (var change in command.Changes)
        {
            if (!_touched.TryGetValue(change.EntityId, out var entity))
            {
                entity = new Touched { Existed = View.Find(change.EntityId) is not null };
                _touched.Add(change.EntityId, entity);
            }

            entity.After = change.After;
            entity.Secrets = change.Secrets ?? entity.Secrets;
            View.Apply(change);
            Changes.Add(change);
        }

        Committing.Add(command);
        return true;
    }

    /// <summary>The transaction, the head's operation first, and the head that it leaves (its ETag still to come).</summary>
    public (List<TableOperation> Operations, Head After) Build()
    {
        var after = new Head(Changes.Count > 0 ? Changes[^1].Seq : Head.Seq, Math.Max(Oldest, Head.Oldest), "");
        var operations = new List<TableOperation>(1 + _inserts.Count + _touched.Count) { TableOperation.Replace(after.ToRow(), Head.ETag) };
        operations.AddRange(_inserts);
        foreach (var (id, entity) in _touched)
        {
            if (entity.After is not null)
            {
                operations.Add(TableOperation.MergeUnconditionally(EntityRow(id, entity.After, entity.Secrets)));
            }
            else if (entity.Existed)
            {
                operations.Add(TableOperation.DeleteUnconditionally(codec.RowKey(id)));
            }
        }

        return (operations, after);
    }

    /// <summary>Merged, not replaced: a column that this change does not name, such as secrets, stays.</summary>
    private TableEntity EntityRow(string id, TEntity after, string? secrets)
    {
        var row = new TableEntity(codec.RowKey(id));
        codec.WriteColumns(after, row);
        codec.WriteDisplayColumns(after, row);
        if (secrets is not null)
        {
            row.Set(Columns.Secrets, secrets);
        }

        return row;
    }

    private sealed class Touched
    {
        public bool Existed { get; init; }

        public TEntity? After { get; set; }

        public string? Secrets { get; set; }
    }
}

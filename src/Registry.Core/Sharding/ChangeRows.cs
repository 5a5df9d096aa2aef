using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>Changes and their rows.</summary>
internal static class ChangeRows
{
    /// <summary>The row of a change, and a bound on its bytes on the wire.</summary>
    public static (TableEntity Row, int Bytes) Write<TEntity>(Change<TEntity> change, IRowCodec<TEntity> codec)
        where TEntity : class
    {
        var row = new TableEntity(RowKeys.Change(change.Seq))
            .Set(Columns.Change, change.Type)
            .Set(Columns.Entity, change.EntityId)
            .Set(Columns.Time, change.Time)
            .Set(Columns.Mutation, change.MutationId);
        SetIfAny(row, Columns.Actor, change.Actor);
        SetIfAny(row, Columns.Correlation, change.CorrelationId);
        SetIfAny(row, Columns.Old, change.Old);
        SetIfAny(row, Columns.New, change.New);
        SetIfAny(row, Columns.Reason, change.Reason);
        if (change.Counted)
        {
            row.Set(Columns.Counted, TableValue.FromBoolean(true));
        }

        return (row, change.After is null ? 0 : codec.WriteColumns(change.After, row));
    }

    public static Change<TEntity> Read<TEntity>(TableEntity row, IRowCodec<TEntity> codec)
        where TEntity : class
    {
        var id = row.Text(Columns.Entity);
        return new Change<TEntity>(RowKeys.ParseChange(row.RowKey), row.Text(Columns.Change), id, codec.Read(id, row))
        {
            Time = row.Int64(Columns.Time),
            MutationId = row.Text(Columns.Mutation),
            Actor = TextOrNull(row, Columns.Actor),
            CorrelationId = TextOrNull(row, Columns.Correlation),
            Old = TextOrNull(row, Columns.Old),
            New = TextOrNull(row, Columns.New),
            Reason = TextOrNull(row, Columns.Reason),
            Counted = row.TryGet(Columns.Counted, out var counted) && counted.Boolean,
        };
    }

    private static void SetIfAny(TableEntity row, string column, string? text)
    {
        if (text is not null)
        {
            row.Set(column, text);
        }
    }

    private static string? TextOrNull(TableEntity row, string column) => row.TryGet(column, out var value) ? value.Text : null;
}

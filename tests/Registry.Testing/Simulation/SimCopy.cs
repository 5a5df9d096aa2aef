using Registry.Core.Storage;

namespace Registry.Testing.Simulation;

/// <summary>Copies a write as a request's body would: what its sender does to the entity later does not reach storage.</summary>
internal static class SimCopy
{
    public static TableOperation Of(TableOperation operation)
    {
        var entity = Of(operation.Entity);
        return operation.Kind switch
        {
            TableOperationKind.Insert => TableOperation.Insert(entity),
            TableOperationKind.Replace => TableOperation.Replace(entity, operation.IfMatch!),
            TableOperationKind.Merge => TableOperation.Merge(entity, operation.IfMatch!),
            TableOperationKind.UpsertReplace => TableOperation.ReplaceUnconditionally(entity),
            TableOperationKind.UpsertMerge => TableOperation.MergeUnconditionally(entity),
            TableOperationKind.Delete => TableOperation.Delete(entity.RowKey, operation.IfMatch!),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }

    private static TableEntity Of(TableEntity entity)
    {
        var copy = new TableEntity(entity.RowKey);
        foreach (var (name, value) in entity.Properties)
        {
            copy.Set(name, value.Kind switch
            {
                TableValueKind.Text => TableValue.FromUtf8(value.Bytes.ToArray()),
                TableValueKind.Binary => TableValue.FromBinary(value.Bytes.ToArray()),
                _ => value,
            });
        }

        return copy;
    }
}

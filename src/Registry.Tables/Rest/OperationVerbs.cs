using Azure.Core;
using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>The HTTP method of each kind of write. Replace and merge without If-Match are the service's upserts.</summary>
internal static class OperationVerbs
{
    public static RequestMethod Of(TableOperationKind kind) => kind switch
    {
        TableOperationKind.Insert => RequestMethod.Post,
        TableOperationKind.Replace or TableOperationKind.UpsertReplace => RequestMethod.Put,
        TableOperationKind.Merge or TableOperationKind.UpsertMerge => RequestMethod.Patch,
        _ => RequestMethod.Delete,
    };
}

namespace Registry.Tables.Rest;

/// <summary>Header values of the Table service's protocol.</summary>
internal static class TableHeaders
{
    /// <summary>The first version that takes tokens of Microsoft Entra ID.</summary>
    public const string Version = "2020-12-06";

    /// <summary>The version of OData whose JSON this is.</summary>
    public const string DataService = "3.0";

    /// <summary>With the ETag and the types that JSON alone does not tell.</summary>
    public const string Json = "application/json;odata=minimalmetadata";

    public const string NextPartitionKey = "x-ms-continuation-NextPartitionKey";
    public const string NextRowKey = "x-ms-continuation-NextRowKey";
    public const string ErrorCode = "x-ms-error-code";
    public const string RetryAfterMs = "x-ms-retry-after-ms";
}

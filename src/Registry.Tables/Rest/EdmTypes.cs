namespace Registry.Tables.Rest;

/// <summary>The type annotations of the service's JSON. Text, flags, Int32 and Double have none.</summary>
internal static class EdmTypes
{
    public const string Suffix = "@odata.type";
    public const string Int64 = "Edm.Int64";
    public const string Binary = "Edm.Binary";
    public const string Text = "Edm.String";
    public const string Boolean = "Edm.Boolean";
}

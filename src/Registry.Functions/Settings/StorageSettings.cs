namespace Registry.Functions.Settings;

/// <summary>Where the registry keeps its agents. No record: printing it must not show the connection string.</summary>
internal sealed class StorageSettings
{
    private const string ConnectionSetting = "AzureWebJobsStorage";
    private const string UriSetting = "AzureWebJobsStorage__tableServiceUri";
    private const string CredentialSetting = "AzureWebJobsStorage__credential";
    private const string ClientIdSetting = "AzureWebJobsStorage__clientId";
    private const string KindSetting = "Registry__Storage";
    private const string TableSetting = "Registry__Table";
    private const string DevelopmentStorage = "UseDevelopmentStorage=true";
    private const string ManagedIdentity = "managedidentity";
    private const int MinTableName = 3;
    private const int MaxTableName = 63;
    private const int DefaultShards = 4;
    private const int MaxShards = 64;

    public required StorageKind Kind { get; init; }

    /// <summary>3 … 63 letters and digits, a letter first. Default <c>registry</c>.</summary>
    public required string Table { get; init; }

    /// <summary>1 … 64, read only when the table is created. Default 4.</summary>
    public required int Shards { get; init; }

    /// <summary>Null where an identity is used, or memory.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The table service that an identity signs in to; null where a connection string is used, or memory.</summary>
    public Uri? ServiceUri { get; init; }

    /// <summary>The user-assigned identity; null for the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whether only this machine's own storage is used: Azurite or memory.</summary>
    public required bool IsDevelopment { get; init; }

    public static StorageSettings Read(SettingReader reader)
    {
        var kind = reader.Parsed(KindSetting, StorageKind.Table, ParseKind, "table or memory");
        var serviceUri = ReadServiceUri(reader);
        var connection = reader.Text(ConnectionSetting);
        if (connection is not null && serviceUri is not null)
        {
            reader.Refuse(ConnectionSetting, $"either a connection string or {UriSetting}, not both");
        }

        connection ??= serviceUri is null ? DevelopmentStorage : null;
        return new StorageSettings
        {
            Kind = kind,
            Table = ReadTable(reader),
            Shards = reader.WholeNumber("Registry__Shards", DefaultShards, 1, MaxShards),
            ConnectionString = connection,
            ServiceUri = serviceUri,
            ClientId = reader.Text(ClientIdSetting),
            IsDevelopment = kind == StorageKind.Memory || string.Equals(connection, DevelopmentStorage, StringComparison.Ordinal),
        };
    }

    private static StorageKind? ParseKind(string text) => text.ToUpperInvariant() switch
    {
        "TABLE" => StorageKind.Table,
        "MEMORY" => StorageKind.Memory,
        _ => null,
    };

    private static Uri? ReadServiceUri(SettingReader reader)
    {
        if (reader.Text(CredentialSetting) is { } credential && !credential.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            reader.Refuse(CredentialSetting, ManagedIdentity);
        }

        if (reader.Text(UriSetting) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Query.Length == 0 && uri.UserInfo.Length == 0)
        {
            return uri;
        }

        reader.Refuse(UriSetting, "https://<account>.table.core.windows.net, without a signature");
        return null;
    }

    private static string ReadTable(SettingReader reader)
    {
        var name = reader.Text(TableSetting) ?? "registry";
        if (name.Length is < MinTableName or > MaxTableName
            || !char.IsAsciiLetter(name[0])
            || !name.All(char.IsAsciiLetterOrDigit)
            || name.Equals("tables", StringComparison.OrdinalIgnoreCase))
        {
            reader.Refuse(TableSetting, $"{MinTableName} to {MaxTableName} letters and digits, a letter first, and not 'tables'");
        }

        return name;
    }
}

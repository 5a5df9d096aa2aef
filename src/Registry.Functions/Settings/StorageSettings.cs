using Registry.Tables.Connections;
using Registry.Tables.Rest;

namespace Registry.Functions.Settings;

/// <summary>Where the registry keeps its agents.</summary>
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
    private const int DefaultShards = 4;
    private const int MaxShards = 64;

    public required StorageKind Kind { get; init; }

    /// <summary>3 … 63 letters and digits, a letter first. Default <c>registry</c>.</summary>
    public required string Table { get; init; }

    /// <summary>1 … 64, read only when the table is created. Default 4.</summary>
    public required int Shards { get; init; }

    /// <summary>Where the table service is; null for memory.</summary>
    public StorageConnection? Connection { get; init; }

    /// <summary>Whether only this machine's own storage is used: Azurite or memory.</summary>
    public required bool IsDevelopment { get; init; }

    public static StorageSettings Read(SettingReader reader)
    {
        var kind = reader.Parsed(KindSetting, StorageKind.Table, ParseKind, "table or memory");
        // Read for memory too: a bad setting is told whether or not it is needed now.
        var connection = ReadConnection(reader);
        return new StorageSettings
        {
            Kind = kind,
            Table = ReadTable(reader),
            Shards = reader.WholeNumber("Registry__Shards", DefaultShards, 1, MaxShards),
            Connection = kind == StorageKind.Table ? connection : null,
            IsDevelopment = kind == StorageKind.Memory || connection is { IsDevelopment: true },
        };
    }

    private static StorageKind? ParseKind(string text) => text.ToUpperInvariant() switch
    {
        "TABLE" => StorageKind.Table,
        "MEMORY" => StorageKind.Memory,
        _ => null,
    };

    private static StorageConnection? ReadConnection(SettingReader reader)
    {
        var credential = reader.Text(CredentialSetting);
        var clientId = reader.Text(ClientIdSetting);
        if (credential is not null && !credential.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            reader.Refuse(CredentialSetting, $"must be {ManagedIdentity}");
        }

        var text = reader.Text(ConnectionSetting);
        if (reader.Text(UriSetting) is not { } serviceUri)
        {
            return Accept(reader, ConnectionSetting, StorageConnection.TryParse(text ?? DevelopmentStorage, out var byString, out var stringError), byString, stringError);
        }

        if (text is not null)
        {
            reader.Refuse(ConnectionSetting, $"must not be set beside {UriSetting}: either a connection string or an identity");
        }

        return Accept(reader, UriSetting, StorageConnection.TryFromServiceUri(serviceUri, credential is not null, clientId, out var byIdentity, out var uriError), byIdentity, uriError);
    }

    private static StorageConnection? Accept(SettingReader reader, string setting, bool valid, StorageConnection? connection, string error)
    {
        if (!valid)
        {
            reader.Refuse(setting, $"is not valid: {error}");
        }

        return connection;
    }

    private static string ReadTable(SettingReader reader)
    {
        var name = reader.Text(TableSetting) ?? "registry";
        if (!TableName.IsValid(name))
        {
            reader.Refuse(TableSetting, "must be 3 to 63 letters and digits, a letter first, and not 'tables'");
        }

        return name;
    }
}

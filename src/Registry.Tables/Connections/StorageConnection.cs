using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Registry.Tables.Connections;

/// <summary>Where the table service is and how this program proves who it is. Secrets stay inside: nothing here prints them.</summary>
public sealed class StorageConnection
{
    /// <summary>The account of Azurite and of the older emulator.</summary>
    public const string DevelopmentAccount = "devstoreaccount1";

    private readonly Func<TimeProvider, HttpPipelinePolicy> _authentication;

    private StorageConnection(Uri endpoint, string account, string kind, Func<TimeProvider, HttpPipelinePolicy> authentication)
    {
        Endpoint = endpoint;
        Account = account;
        Kind = kind;
        _authentication = authentication;
    }

    /// <summary>Without a trailing slash, query or user info; path-style (with the account in the path) for Azurite.</summary>
    public Uri Endpoint { get; }

    public string Account { get; }

    /// <summary>"shared key", "SAS" or "token": for the log.</summary>
    public string Kind { get; }

    /// <summary>Whether this is Azurite: the account is <see cref="DevelopmentAccount"/>.</summary>
    public bool IsDevelopment => Account == DevelopmentAccount;

    public override string ToString() => $"{Endpoint} ({Kind})";

    internal HttpPipelinePolicy CreateAuthentication(TimeProvider time) => _authentication(time);

    /// <summary>A connection string as the Azure portal gives it, or <c>UseDevelopmentStorage=true</c>.</summary>
    /// <param name="text">The connection string.</param>
    /// <param name="connection">The connection, if it could be read.</param>
    /// <param name="error">Else what is wrong and what would be right, without any of the secrets.</param>
    public static bool TryParse(string text, out StorageConnection? connection, out string error) =>
        ConnectionStringParser.TryParse(text, out connection, out error);

    /// <summary>Identity-based: a service address and a managed identity, or whatever <see cref="DefaultAzureCredential"/> finds.</summary>
    /// <param name="serviceUri">For example <c>https://account.table.core.windows.net</c>.</param>
    /// <param name="managedIdentity">Use the managed identity and nothing else.</param>
    /// <param name="clientId">The client id of a user-assigned identity; null for the system-assigned one. With a client id the managed identity is used.</param>
    /// <param name="connection">The connection, if it could be read.</param>
    /// <param name="error">Else what is wrong and what would be right.</param>
    public static bool TryFromServiceUri(string serviceUri, bool managedIdentity, string? clientId, out StorageConnection? connection, out string error)
    {
        connection = null;
        if (!TryEndpoint(serviceUri, out var endpoint) || endpoint!.Scheme != Uri.UriSchemeHttps)
        {
            error = "the table service URI must be an absolute https address without a query, such as https://account.table.core.windows.net";
            return false;
        }

        error = "";
        TokenCredential credential = clientId is { Length: > 0 }
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : managedIdentity ? new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned) : new DefaultAzureCredential();
        connection = WithToken(endpoint, credential);
        return true;
    }

    /// <summary>Identity-based, with a credential of the caller's choice.</summary>
    public static StorageConnection WithToken(Uri endpoint, TokenCredential credential) =>
        new(endpoint, AccountOf(endpoint), "token", _ => new TokenPolicy(credential, endpoint));

    internal static StorageConnection WithKey(Uri endpoint, string account, byte[] key) =>
        new(endpoint, account, "shared key", time => new SharedKeyLitePolicy(account, key, time));

    internal static StorageConnection WithSas(Uri endpoint, string account, string sas) =>
        new(endpoint, account, "SAS", _ => new SasPolicy(sas));

    /// <summary>An address this program can append paths to: absolute, http or https, no query, fragment or user info.</summary>
    internal static bool TryEndpoint(string text, out Uri? endpoint)
    {
        endpoint = null;
        if (!Uri.TryCreate(text.Trim().TrimEnd('/'), UriKind.Absolute, out var parsed)
            || (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps)
            || parsed.Query.Length > 0 || parsed.Fragment.Length > 0 || parsed.UserInfo.Length > 0)
        {
            return false;
        }

        endpoint = parsed;
        return true;
    }

    /// <summary>The account is the last segment of a path-style address, else the first label of the host.</summary>
    internal static string AccountOf(Uri endpoint)
    {
        var path = endpoint.AbsolutePath.Trim('/');
        return path.Length > 0 ? path[(path.LastIndexOf('/') + 1)..] : endpoint.Host.Split('.')[0];
    }
}

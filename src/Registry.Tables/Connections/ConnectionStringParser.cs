namespace Registry.Tables.Connections;

/// <summary>
/// Reads storage connection strings. Source: "Configure Azure Storage connection strings" of the service's documentation; the
/// development account's key is the well-known one printed there.
/// </summary>
internal static class ConnectionStringParser
{
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string DefaultSuffix = "core.windows.net";
    private const int DevelopmentPort = 10002;

    private const string Expected =
        "expected 'UseDevelopmentStorage=true', or 'DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net', "
        + "or 'TableEndpoint=https://…;SharedAccessSignature=…'";

    public static bool TryParse(string text, out StorageConnection? connection, out string error)
    {
        connection = null;
        if (!TrySplit(text, out var settings, out error))
        {
            return false;
        }

        if (settings.TryGetValue("UseDevelopmentStorage", out var development))
        {
            return TryDevelopment(settings, development, out connection, out error);
        }

        if (!TryEndpoint(settings, out var endpoint, out error))
        {
            return false;
        }

        var account = settings.GetValueOrDefault("AccountName") ?? StorageConnection.AccountOf(endpoint!);
        if (settings.TryGetValue("SharedAccessSignature", out var sas))
        {
            return TrySas(endpoint!, account, sas, out connection, out error);
        }

        return TryKey(settings, endpoint!, account, out connection, out error);
    }

    private static bool TrySplit(string text, out Dictionary<string, string> settings, out string error)
    {
        settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        error = "";
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A key or a signature holds '=' itself: only the first one separates.
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                error = $"a part of the connection string is not 'name=value'; {Expected}";
                return false;
            }

            if (!settings.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                error = "a name appears twice in the connection string";
                return false;
            }
        }

        if (settings.Count == 0)
        {
            error = $"the connection string is empty; {Expected}";
        }

        return settings.Count > 0;
    }

    private static bool TryDevelopment(Dictionary<string, string> settings, string value, out StorageConnection? connection, out string error)
    {
        connection = null;
        if (!string.Equals(value, "true", StringComparison.OrdinalIgnoreCase))
        {
            error = "UseDevelopmentStorage can only be 'true'; leave it out for a storage account";
            return false;
        }

        var proxy = settings.GetValueOrDefault("DevelopmentStorageProxyUri") ?? "http://127.0.0.1";
        if (!StorageConnection.TryEndpoint(proxy, out var host))
        {
            error = "DevelopmentStorageProxyUri must be an absolute address, such as http://127.0.0.1";
            return false;
        }

        // As in Azure's own libraries the proxy names scheme and host; the port stays the table service's.
        var endpoint = new Uri($"{host!.Scheme}://{host.Host}:{DevelopmentPort}/{StorageConnection.DevelopmentAccount}");
        error = "";
        connection = StorageConnection.WithKey(endpoint, StorageConnection.DevelopmentAccount, Convert.FromBase64String(DevelopmentKey));
        return true;
    }

    private static bool TryEndpoint(Dictionary<string, string> settings, out Uri? endpoint, out string error)
    {
        endpoint = null;
        error = "";
        if (settings.TryGetValue("TableEndpoint", out var text))
        {
            if (StorageConnection.TryEndpoint(text, out endpoint))
            {
                return true;
            }

            error = "TableEndpoint must be an absolute http or https address without a query, such as https://account.table.core.windows.net";
            return false;
        }

        if (!settings.TryGetValue("AccountName", out var account))
        {
            error = $"AccountName or TableEndpoint is missing; {Expected}";
            return false;
        }

        var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol") ?? "https";
        var suffix = settings.GetValueOrDefault("EndpointSuffix") ?? DefaultSuffix;
        if (!IsAccount(account))
        {
            error = "AccountName must be 3 to 24 lower-case letters and digits";
        }
        else if (protocol is not ("http" or "https"))
        {
            error = "DefaultEndpointsProtocol must be 'https' or 'http'";
        }
        else if (!StorageConnection.TryEndpoint($"{protocol}://{account}.table.{suffix}", out endpoint))
        {
            error = $"EndpointSuffix must be a host name, such as {DefaultSuffix}";
        }

        return error.Length == 0;
    }

    private static bool TrySas(Uri endpoint, string account, string sas, out StorageConnection? connection, out string error)
    {
        connection = null;
        var token = sas.TrimStart('?');
        if (!token.Contains("sig=", StringComparison.Ordinal) || token.AsSpan().ContainsAny(" #\r\n"))
        {
            error = "SharedAccessSignature must be the token alone, as the portal gives it: 'sv=…&sig=…'";
            return false;
        }

        error = "";
        connection = StorageConnection.WithSas(endpoint, account, token);
        return true;
    }

    private static bool TryKey(Dictionary<string, string> settings, Uri endpoint, string account, out StorageConnection? connection, out string error)
    {
        connection = null;
        if (!settings.TryGetValue("AccountKey", out var text))
        {
            error = $"AccountKey or SharedAccessSignature is missing; {Expected}";
            return false;
        }

        var key = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, key, out var length) || length == 0)
        {
            error = "AccountKey must be Base64, as the portal gives it";
            return false;
        }

        error = "";
        connection = StorageConnection.WithKey(endpoint, account, key[..length]);
        return true;
    }

    private static bool IsAccount(string name) =>
        name.Length is >= 3 and <= 24 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}

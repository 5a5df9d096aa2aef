namespace Registry.Functions.Settings;

/// <summary>Where the standalone app listens.</summary>
internal static class ListenSettings
{
    public const string Name = "ASPNETCORE_URLS";
    public const string Default = "http://127.0.0.1:7071";

    private const string Right = "must be http://host:port, several separated by ';'; TLS ends in front of the app";

    public static IReadOnlyList<string> Read(SettingReader reader)
    {
        var urls = (reader.Text(Name) ?? Default).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (urls.Length == 0 || !urls.All(IsListenable))
        {
            reader.Refuse(Name, Right);
        }

        return urls;
    }

    private static bool IsListenable(string url)
    {
        // Kestrel's own wildcards are no hosts of a URI.
        var plain = url.Replace("//+", "//0.0.0.0", StringComparison.Ordinal).Replace("//*", "//0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(plain, UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttp
            && uri.Host.Length > 0
            && uri.AbsolutePath == "/"
            && uri.Query.Length == 0
            && uri.UserInfo.Length == 0;
    }
}

using System.Buffers;
using System.Collections.Frozen;

namespace Registry.Core.Agents;

/// <summary>The host and port in an endpoint, be it a URL or a connection string. Nothing here resolves or connects.</summary>
/// <param name="Host">Without brackets; null where the endpoint names none.</param>
/// <param name="Port">The scheme's default where it is left out; 0 where there is none.</param>
internal readonly record struct EndpointAddress(string? Host, int Port)
{
    // Absolute without an authority. Script and data URLs are not among them: a dashboard shows endpoints as links.
    private static readonly FrozenSet<string> OpaqueSchemes =
        new[]
        {
            "jdbc", "r2dbc", "odbc", "arn", "urn", "did", "file", "unix", "sqlite", "sqlite3", "nfs", "smb", "s3", "gs", "abfs", "abfss", "wasb", "wasbs",
        }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> HostKeys = new[]
    {
        "server", "data source", "datasource", "host", "hostname", "address", "addr", "network address",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> NotInUrls = SearchValues.Create(" \"<>^`{|}");
    private static readonly SearchValues<char> NotInKeys = SearchValues.Create("/@:?&#");

    public static bool IsHttp(string? endpoint) =>
        endpoint is not null
        && (endpoint.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || endpoint.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    /// <summary>False where the text is neither an absolute URL nor a connection string.</summary>
    public static bool TryParse(string endpoint, out EndpointAddress address)
    {
        address = default;
        var separator = endpoint.IndexOf("://", StringComparison.Ordinal);
        var colon = endpoint.IndexOf(':', StringComparison.Ordinal);
        if (separator == colon && IsScheme(endpoint.AsSpan(0, Math.Max(colon, 0))))
        {
            return TryParseUrl(endpoint, separator, out address);
        }

        if (colon > 0 && OpaqueSchemes.Contains(endpoint[..colon]))
        {
            var isUrl = separator > 0 && !endpoint.Contains(' ', StringComparison.Ordinal);
            return (isUrl && TryParseUrl(endpoint, separator, out address)) || endpoint.Length > colon + 1;
        }

        return TryParseLed(endpoint, out address) || TryParsePairs(endpoint, out address);
    }

    /// <summary>The URL with another host or port in it; null where it is not one with a single host, or neither is given.</summary>
    /// <param name="endpoint">Checked by <see cref="TryParse"/>.</param>
    /// <param name="host">Null or empty: the host stays.</param>
    /// <param name="port">0: the port stays.</param>
    public static string? Moved(string endpoint, string? host, int port)
    {
        var separator = endpoint.IndexOf("://", StringComparison.Ordinal);
        if (separator < 0 || endpoint.AsSpan(0, separator).Contains('=') || (string.IsNullOrEmpty(host) && port == 0))
        {
            return null;
        }

        var (start, end) = Authority(endpoint, separator);
        start += endpoint.AsSpan(start, end - start).LastIndexOf('@') + 1;
        return HostName.TrySplit(endpoint.AsSpan(start, end - start), out var oldHost, out var oldPort)
            ? string.Concat(
                endpoint.AsSpan(0, start),
                HostName.InUrl(string.IsNullOrEmpty(host) ? oldHost : host, port == 0 ? oldPort : port),
                endpoint.AsSpan(end))
            : null;
    }

    /// <summary>Where the authority (user info, host, port) of a URL starts and ends.</summary>
    private static (int Start, int End) Authority(string endpoint, int separator)
    {
        var start = separator + 3;
        var length = endpoint.AsSpan(start).IndexOfAny("/?#;\\");
        return (start, length < 0 ? endpoint.Length : start + length);
    }

    private static bool TryParseUrl(string endpoint, int separator, out EndpointAddress address)
    {
        address = default;
        var web = IsHttp(endpoint);
        if (endpoint.AsSpan().ContainsAny(NotInUrls) && web)
        {
            return false;
        }

        var (start, end) = Authority(endpoint, separator);
        var authority = endpoint.AsSpan(start, end - start);
        authority = authority[(authority.LastIndexOf('@') + 1)..];

        // A cluster's URL names several hosts; the first stands for it.
        var comma = authority.IndexOf(',');
        var first = comma < 0 ? authority : authority[..comma];
        if (!HostName.TrySplit(first, out var host, out var port))
        {
            return !web && (first.IsEmpty || !int.TryParse(first[(first.LastIndexOf(':') + 1)..], out _)) && endpoint.Length > start;
        }

        if (port == 0)
        {
            var scheme = endpoint.AsSpan(0, separator);
            port = DefaultPorts.Of(scheme[(scheme.LastIndexOf(':') + 1)..]);
        }

        address = new EndpointAddress(host, port);
        return true;
    }

    /// <summary><c>cache:6380,ssl=True</c>: a host and port lead, options follow.</summary>
    private static bool TryParseLed(string text, out EndpointAddress address)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma <= 0
            || !text.AsSpan(comma).Contains('=')
            || !HostName.TrySplit(text.AsSpan(0, comma), out var host, out var port)
            || port == 0)
        {
            address = default;
            return false;
        }

        address = new EndpointAddress(host, port);
        return true;
    }

    /// <summary><c>Server=tcp:db,1433;Database=x</c> or <c>host=db port=5432</c>.</summary>
    private static bool TryParsePairs(string text, out EndpointAddress address)
    {
        address = default;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || text.AsSpan(0, equals).ContainsAny(NotInKeys))
        {
            return false;
        }

        string? host = null;
        var port = 0;
        foreach (var pair in text.Split(text.Contains(';', StringComparison.Ordinal) ? ';' : ' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = Pair(pair);
            if (key.Equals("port", StringComparison.OrdinalIgnoreCase))
            {
                port = int.TryParse(value, out var given) && given is >= 1 and <= AgentLimits.MaxPort ? given : port;
            }
            else if (key.Equals("endpoint", StringComparison.OrdinalIgnoreCase) && value.Contains("://", StringComparison.Ordinal))
            {
                _ = TryParseUrl(value, value.IndexOf("://", StringComparison.Ordinal), out address);
            }
            else if (host is null && HostKeys.Contains(key) && HostName.TrySplit(WithoutProtocol(value), out var name, out var own))
            {
                host = name;
                port = own == 0 ? port : own;
            }
        }

        address = host is null ? address : new EndpointAddress(host, port);
        return true;
    }

    private static (string Key, string Value) Pair(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (pair.Trim(), "") : (pair[..equals].Trim(), pair[(equals + 1)..].Trim().Trim('"', '\''));
    }

    // SQL Server writes tcp:host\instance,port.
    private static string WithoutProtocol(string value)
    {
        var text = value.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase) ? value[4..] : value;
        var instance = text.IndexOf('\\', StringComparison.Ordinal);
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var name = instance < 0 ? text[..(comma < 0 ? text.Length : comma)] : text[..instance];
        return comma < 0 ? name : $"{name}:{text[(comma + 1)..].Trim()}";
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '-' or '.' or '_'))
            {
                return false;
            }
        }

        return text.Length > 0 && char.IsAsciiLetter(text[0]);
    }
}

using System.Text;

namespace Registry.Core.Agents;

/// <summary>Passwords before an <c>@</c>.</summary>
internal static class UserInfoSecrets
{
    public static string Redact(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return text;
        }

        if (text.StartsWith("jdbc:oracle:", StringComparison.OrdinalIgnoreCase))
        {
            return OracleThin(text);
        }

        var result = new StringBuilder(text.Length);
        var done = 0;
        var at = text.IndexOf("://", StringComparison.Ordinal);
        if (at < 0 || text.IndexOf('@', StringComparison.Ordinal) < at)
        {
            done = WithoutScheme(text, result);
            at = text.IndexOf("://", done, StringComparison.Ordinal);
        }

        while (at >= 0)
        {
            var start = at + 3;
            var end = UserInfoEnd(text, start);
            if (end > start)
            {
                var colon = text.IndexOf(':', start, end - start);

                // A name alone is one for a database, but a token for a web server.
                var secret = colon >= 0 ? colon + 1 : IsWeb(text, at) ? start : end;
                result.Append(text, done, secret - done).Append(secret < end || colon >= 0 ? EndpointSecrets.Mask : "");
                done = end;
            }

            at = text.IndexOf("://", Math.Max(start, end), StringComparison.Ordinal);
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>
    /// Where the <c>@</c> is that ends the user info; −1 without one. A password should be percent-encoded; one that holds
    /// <c>/ ? #</c> as it is ends what looks like host and port before its <c>@</c>, and the port is then no number.
    /// </summary>
    private static int UserInfoEnd(string text, int start)
    {
        var rest = text.AsSpan(start);
        var space = rest.IndexOfAny(" \t");
        rest = space < 0 ? rest : rest[..space];
        var length = rest.IndexOfAny("/?#");
        var authority = length < 0 ? rest : rest[..length];
        var end = authority.LastIndexOf('@');
        if (end >= 0)
        {
            return start + end;
        }

        var colon = authority.IndexOf(':');
        if (colon < 0 || authority[0] == '[' || IsPort(authority[(colon + 1)..]))
        {
            return -1;
        }

        end = rest.IndexOf('@');
        return end < 0 ? -1 : start + end;
    }

    private static bool IsPort(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static bool IsWeb(string text, int separator) =>
        separator >= 4 && text.AsSpan(0, separator).EndsWith("http", StringComparison.OrdinalIgnoreCase)
        || separator >= 5 && text.AsSpan(0, separator).EndsWith("https", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>user:password@host</c> before any URL, as Go's drivers write it.</summary>
    private static int WithoutScheme(string text, StringBuilder result)
    {
        var end = text.IndexOf('@', StringComparison.Ordinal);
        var colon = text.IndexOf(':', 0, end);
        if (colon < 0 || text.AsSpan(0, end).ContainsAny("=;?"))
        {
            return 0;
        }

        result.Append(text, 0, colon + 1).Append(EndpointSecrets.Mask);
        return end;
    }

    /// <summary><c>jdbc:oracle:thin:user/password@host:1521:sid</c></summary>
    private static string OracleThin(string text)
    {
        var end = text.LastIndexOf('@');
        var slash = text.IndexOf('/', 0, end);
        return slash < 0 ? text : string.Concat(text.AsSpan(0, slash + 1), EndpointSecrets.Mask, text.AsSpan(end));
    }
}

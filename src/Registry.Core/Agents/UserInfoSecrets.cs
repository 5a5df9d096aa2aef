using System.Buffers;
using System.Text;
using Registry.Core.Systems;

namespace Registry.Core.Agents;

/// <summary>Passwords before an <c>@</c>.</summary>
internal static class UserInfoSecrets
{
    private const string AfterScheme = "://";
    private const string JdbcOracle = "jdbc:oracle:";

    // The at sign and the colon, percent-encoded: whoever writes them so has one password with its name.
    private const string EncodedAt = "%40";
    private const string EncodedColon = "%3a";

    private static readonly SearchValues<char> NotInKeys = SearchValues.Create("/@:?&#;");
    private static readonly SearchValues<char> BeforeSchemes = SearchValues.Create(" =;,?&\"'");

    public static string Redact(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal) && !text.Contains(EncodedAt, StringComparison.Ordinal))
        {
            return text;
        }

        if (text.StartsWith(JdbcOracle, StringComparison.OrdinalIgnoreCase))
        {
            return OracleThin(text);
        }

        var result = new StringBuilder(text.Length);
        var done = 0;
        var at = text.IndexOf(AfterScheme, StringComparison.Ordinal);
        if (at < 0 || text.AsSpan(0, at).Contains('@'))
        {
            done = WithoutScheme(text, result);
            at = text.IndexOf(AfterScheme, done, StringComparison.Ordinal);
        }

        while (at >= 0)
        {
            var start = at + AfterScheme.Length;
            var isWeb = IsWeb(text.AsSpan(0, at));
            var end = UserInfoEnd(text, start, isWeb);
            if (end > start)
            {
                var secret = SecretStart(text, at, start, end, isWeb);
                result.Append(text, done, secret - done).Append(secret < end || text[secret - 1] == ':' ? EndpointSecrets.Mask : "");
                done = end;
            }

            at = text.IndexOf(AfterScheme, Math.Max(start, end), StringComparison.Ordinal);
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Where in user info the secret begins: after the colon. A name alone is one for a database, but a token for everybody else.</summary>
    private static int SecretStart(string text, int separator, int start, int end, bool isWeb)
    {
        var colon = text.IndexOf(':', start, end - start);
        if (colon >= 0)
        {
            // Where the password says nothing, the name is the token.
            return isWeb && text.AsSpan((colon + 1)..end) is "" or "x" or "X" or "x-oauth-basic" ? start : colon + 1;
        }

        var isName = !isWeb && HasNames(text.AsSpan(0, separator)) && !text.AsSpan(start, end - start).Contains(EncodedColon, StringComparison.OrdinalIgnoreCase);
        return isName ? end : start;
    }

    /// <summary>
    /// Where the <c>@</c> is that ends the user info; −1 without one. A password should be percent-encoded; one that holds
    /// <c>/ ? #</c> as it is ends what looks like host and port before its <c>@</c>, and the port is then no number. Where it is one, only the
    /// path of a web address is known to have an <c>@</c>. A password may also hold a space, and an <c>@</c> more.
    /// </summary>
    private static int UserInfoEnd(string text, int start, bool isWeb)
    {
        var rest = InList(text.AsSpan(start), text.AsSpan(0, start).Contains('='));
        var authority = Until(rest, "/?#");
        var end = authority.LastIndexOf('@');
        if (end >= 0)
        {
            return start + end;
        }

        var colon = authority.IndexOf(':');
        if (colon < 0 || authority[0] == '[')
        {
            return -1;
        }

        if (IsPort(authority[(colon + 1)..]))
        {
            rest = isWeb ? default : Until(rest, "?#");
        }

        end = rest.IndexOf('@');
        end = end < 0 ? end : end + Until(rest[end..], "/?#").LastIndexOf('@');
        end = end < 0 && !IsPort(authority[(colon + 1)..]) ? authority.LastIndexOf(EncodedAt) : end;
        return end < 0 ? -1 : start + end;
    }

    /// <summary>
    /// The text up to the space that separates an address from the next <c>key=value</c>: behind a plain host and port, in a list. Any other space
    /// may be one of a password, and so may that before a pair that looks like <c>name:password@</c>.
    /// </summary>
    private static ReadOnlySpan<char> InList(ReadOnlySpan<char> rest, bool isValue)
    {
        var address = Until(rest, " \t");
        var next = rest[address.Length..].TrimStart();
        var equals = next.IndexOf('=');
        if (equals <= 0
            || !(isValue || address.EndsWith(';'))
            || !HostName.TrySplit(Until(address, ";,/?#"), out _, out _)
            || address.Contains('@')
            || next[..equals].ContainsAny(NotInKeys))
        {
            return rest;
        }

        var pair = Until(next, ";/?#");
        var at = pair.IndexOf('@');
        return at >= 0 && pair[..at].Contains(':') ? rest : address;
    }

    private static ReadOnlySpan<char> Until(ReadOnlySpan<char> text, ReadOnlySpan<char> ends)
    {
        var length = text.IndexOfAny(ends);
        return length < 0 ? text : text[..length];
    }

    private static bool IsPort(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static bool IsWeb(ReadOnlySpan<char> before) =>
        before.EndsWith("http", StringComparison.OrdinalIgnoreCase)
        || before.EndsWith("https", StringComparison.OrdinalIgnoreCase)
        || before.EndsWith("ws", StringComparison.OrdinalIgnoreCase)
        || before.EndsWith("wss", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the scheme is of those that have names and passwords. NATS has tokens instead.</summary>
    private static bool HasNames(ReadOnlySpan<char> before)
    {
        var scheme = before[(before.LastIndexOfAny(BeforeSchemes) + 1)..].ToString();
        return scheme.EndsWith("ssh", StringComparison.OrdinalIgnoreCase)
            || (!scheme.EndsWith("nats", StringComparison.OrdinalIgnoreCase) && SystemDetector.Detect(scheme + AfterScheme + "h") < SystemType.CloudService);
    }

    /// <summary><c>user:password@tcp(host:3306)/db</c>, as Go's drivers write it, and Oracle's <c>user/password@host</c>, before any URL.</summary>
    private static int WithoutScheme(string text, StringBuilder result)
    {
        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        var end = text.LastIndexOf('@', bracket < 0 ? text.Length - 1 : bracket);
        end = bracket < 0 || end < 0 ? text.IndexOf('@', StringComparison.Ordinal) : end;
        var mark = end < 0 ? -1 : text.AsSpan(0, end).IndexOfAny(":/");
        if (mark < 0 || (bracket < 0 && text.AsSpan(0, end).ContainsAny("=;?")))
        {
            return 0;
        }

        // Without brackets nothing says which of several is the last of the password.
        end = bracket < 0 && text.AsSpan(end).IndexOf(AfterScheme) < 0 ? text.LastIndexOf('@') : end;
        result.Append(text, 0, mark + 1).Append(EndpointSecrets.Mask);
        return end;
    }

    /// <summary><c>jdbc:oracle:thin:user/password@host:1521:sid</c></summary>
    private static string OracleThin(string text)
    {
        var end = text.LastIndexOf('@');
        var driver = text.IndexOf(':', JdbcOracle.Length) + 1;
        var length = end > driver ? text.AsSpan(driver, end - driver).IndexOfAny("/:") : -1;
        return length < 0 ? text : string.Concat(text.AsSpan(0, driver + length + 1), EndpointSecrets.Mask, text.AsSpan(end));
    }
}

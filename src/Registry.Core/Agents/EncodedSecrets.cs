using System.Buffers;
using System.Text;

namespace Registry.Core.Agents;

/// <summary>Secrets that show only once percent-encoding is undone: a whole address as a parameter's value, a separator that is encoded.</summary>
internal static class EncodedSecrets
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("?&;#");

    public static string Redact(string text, int encodings)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var start = 0; start <= text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(Separators);
            var end = length < 0 ? text.Length : start + length;
            Append(result, text[start..end], encodings);
            result.Append(end < text.Length ? text[end] : "");
            start = end + 1;
        }

        return result.ToString();
    }

    private static void Append(StringBuilder result, string token, int encodings)
    {
        var decoded = token.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(token) : token;
        if (decoded.Length == token.Length || string.Equals(EndpointSecrets.Redact(decoded, encodings + 1), decoded, StringComparison.Ordinal))
        {
            result.Append(token);
            return;
        }

        var equals = token.IndexOf('=', StringComparison.Ordinal);
        var keepsKey = equals > 0 && !token.AsSpan(0, equals).ContainsAny("%/");
        result.Append(keepsKey ? token.AsSpan(0, equals + 1) : default).Append(EndpointSecrets.Mask);
    }
}

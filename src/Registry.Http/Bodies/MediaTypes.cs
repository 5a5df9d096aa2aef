using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Registry.Http.Bodies;

/// <summary>Which bodies are read.</summary>
internal static class MediaTypes
{
    /// <summary><c>application/json</c> and anything <c>+json</c>, in UTF-8. A body that does not say what it is is taken for JSON.</summary>
    public static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return true;
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed))
        {
            return false;
        }

        return IsJson(parsed) && (parsed.Charset.Length == 0 || IsUtf8(HeaderUtilities.RemoveQuotes(parsed.Charset)));
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
        && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    private static bool IsUtf8(StringSegment charset) =>
        charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase);
}

using System.Text.Json;
using System.Text.Unicode;
using Registry.Http.Problems;

namespace Registry.Http.Bodies;

/// <summary>Takes only JSON that everybody reads alike: valid UTF-8, no member twice, no half a surrogate pair, not too deep.</summary>
internal static class JsonBodyParser
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body keeps the buffer; a refusal leaves it to the caller.</summary>
    public static BodyRead Parse(PooledBuffer buffer, int maxDepth)
    {
        var utf8 = buffer.Written;
        if (utf8.Span.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            return HttpRefusal.Invalid("body", "must be valid UTF-8");
        }

        if (SurrogateEscapes.FindLone(utf8.Span) is var position and >= 0)
        {
            return JsonFault.DescribeSurrogate(utf8.Span, position);
        }

        try
        {
            var options = new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false };
            return new JsonBody(buffer, utf8, JsonDocument.Parse(utf8, options));
        }
        catch (JsonException)
        {
            return JsonFault.Describe(utf8.Span, maxDepth);
        }
    }
}

using System.Text.Json;

namespace Registry.Http.Bodies;

/// <summary>Says what is wrong with JSON that was refused, in our words: the parser's own speak of its options.</summary>
internal static class JsonFault
{
    public static string Describe(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        // Everything up to the fault is read once more; one level more than allowed tells depth from syntax.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        var open = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartArray or JsonTokenType.StartObject when reader.CurrentDepth >= maxDepth:
                        return $"The body is deeper than {maxDepth} levels at byte {reader.TokenStartIndex}.";
                    case JsonTokenType.StartObject:
                        open.Push(new HashSet<string>(StringComparer.Ordinal));
                        break;
                    case JsonTokenType.EndObject:
                        open.Pop();
                        break;
                    case JsonTokenType.PropertyName when !open.Peek().Add(reader.GetString() ?? ""):
                        return $"The body has a member twice in one object: the second is at byte {reader.TokenStartIndex}.";
                }
            }
        }
        catch (JsonException syntax)
        {
            return $"The body is not valid JSON at line {(syntax.LineNumber ?? 0) + 1}, byte {(syntax.BytePositionInLine ?? 0) + 1}.";
        }

        return "The body is not valid JSON.";
    }
}

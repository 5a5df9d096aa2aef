using System.Globalization;
using System.Text.Json;
using Registry.Http.Problems;

namespace Registry.Http.Bodies;

/// <summary>
/// Says what is wrong with a body that was refused as a whole, and in which of its members: in our words, because the parser's
/// own speak of its options.
/// </summary>
internal static class JsonFault
{
    private const string Whole = "body";
    private const int MaxNameLength = 64;

    /// <summary>Of JSON that the parser refused: its syntax, its depth or a member that is there twice.</summary>
    public static HttpRefusal Describe(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        // One level more than allowed tells depth from syntax.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        var place = new BodyPlace();
        var open = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                place.Follow(ref reader);
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartArray or JsonTokenType.StartObject when reader.CurrentDepth >= maxDepth:
                        return HttpRefusal.Invalid(place.Field, Text($"must not be deeper than {maxDepth} levels: it is at byte {reader.TokenStartIndex}"));
                    case JsonTokenType.StartObject:
                        open.Push(new HashSet<string>(StringComparer.Ordinal));
                        break;
                    case JsonTokenType.EndObject:
                        open.Pop();
                        break;
                    case JsonTokenType.PropertyName when !open.Peek().Add(reader.GetString() ?? ""):
                        return HttpRefusal.Invalid(place.Field, Text($"must not have a member twice: the second is at byte {reader.TokenStartIndex}"));
                }
            }
        }
        catch (JsonException syntax)
        {
            var (line, position) = ((syntax.LineNumber ?? 0) + 1, (syntax.BytePositionInLine ?? 0) + 1);
            return HttpRefusal.Invalid(Whole, Text($"must be valid JSON: line {line}, byte {position} is not"));
        }

        return HttpRefusal.Invalid(Whole, "must be valid JSON");
    }

    /// <summary>Half of a surrogate pair.</summary>
    public static HttpRefusal DescribeSurrogate(ReadOnlySpan<byte> utf8, int position)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = BodyLimits.BatchDepth });
        var place = new BodyPlace();
        try
        {
            while (reader.BytesConsumed <= position && reader.Read())
            {
                place.Follow(ref reader);
            }
        }
        catch (JsonException)
        {
            // Not JSON at all: then the position is all there is to say.
            return HttpRefusal.Invalid(Whole, Message(position));
        }

        return HttpRefusal.Invalid(place.Field, Message(position));

        static string Message(int position) => Text($"must be Unicode text: half of a surrogate pair is at byte {position}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The member, or the item, of the body that a reader is in.</summary>
    private struct BodyPlace
    {
        private int _index;
        private bool _inArray;

        public BodyPlace() => Field = Whole;

        public string Field { get; private set; }

        public void Follow(ref Utf8JsonReader reader)
        {
            if (reader is { CurrentDepth: 0, TokenType: JsonTokenType.StartArray })
            {
                (_inArray, _index) = (true, -1);
            }
            else if (reader.CurrentDepth == 1 && _inArray && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            {
                Field = string.Create(CultureInfo.InvariantCulture, $"[{++_index}]");
            }
            else if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName })
            {
                Field = IsPlain(reader.ValueSpan) ? reader.GetString()! : Whole;
            }
        }

        private static bool IsPlain(ReadOnlySpan<byte> name) =>
            name.Length is > 0 and <= MaxNameLength && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~') && !name.Contains((byte)'\\');
    }
}

using System.Text.Json;

namespace Registry.Tables.Rest;

/// <summary>
/// The service's error: <c>{"odata.error":{"code":"…","message":{"lang":"en-US","value":"…"}}}</c>. In a transaction the message starts with
/// the failing operation's index and a colon. Anything else (a gateway's page) gives an error without code.
/// </summary>
internal readonly record struct ErrorBody(string Code, string Message)
{
    // Longer ones are cut: they end in logs.
    private const int MaxMessage = 500;

    /// <summary>The index of the operation that failed, or -1.</summary>
    public int FailedIndex
    {
        get
        {
            var colon = Message.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && int.TryParse(Message.AsSpan(0, colon), out var index) && index >= 0 ? index : -1;
        }
    }

    public static ErrorBody Read(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        try
        {
            return json.Read() && json.TokenType == JsonTokenType.StartObject ? Search(ref json) : new ErrorBody("", "");
        }
        catch (JsonException)
        {
            // Not the service's JSON: a gateway's page. The status alone has to do.
            return new ErrorBody("", "");
        }
    }

    private static ErrorBody Search(ref Utf8JsonReader json)
    {
        var (code, message) = ("", "");
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var (isCode, isValue) = (json.ValueTextEquals("code"u8), json.ValueTextEquals("value"u8));
            json.Read();
            if (json.TokenType == JsonTokenType.String && (isCode || isValue))
            {
                var text = json.GetString()!;
                (code, message) = isCode ? (text, message) : (code, text.Length > MaxMessage ? text[..MaxMessage] : text);
            }
        }

        return new ErrorBody(code, message);
    }
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>What the registry gave out, for later requests: the newest of each kind.</summary>
internal sealed partial class Placeholders
{
    private const int LongestRead = 1_000_000;

    private readonly Dictionary<string, string> _newest = [];

    /// <summary>Keeps what an answer gives out.</summary>
    public void Learn(FuzzRequest request, FuzzAnswer answer)
    {
        Note("etag", answer.Headers.ETag is [{ } tag] ? tag : null);
        Note("cursor", answer.Headers["X-Next-Cursor"] is [{ } next] ? next : null);
        var isJson = answer.Headers.ContentType.ToString().StartsWith("application/json", StringComparison.Ordinal) && answer.Headers.ContentEncoding.Count == 0;
        if (!isJson || answer.Status is < 200 or > 299 || answer.Body is not { Length: > 0 and < LongestRead } body || request.Method == "HEAD")
        {
            return;
        }

        using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 });
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var name in (ReadOnlySpan<string>)["cursor", "next_cursor", "nextCursor"])
        {
            Note("cursor", Text(json.RootElement, name));
        }

        Note("trial", json.RootElement.TryGetProperty("trial", out var trial) ? trial.ValueKind == JsonValueKind.Object ? Text(trial, "id") : trial.ToString() : null);
        if (request.Method == "POST" && answer is { Status: 201, Template: "/hooks" or "/subscriptions" })
        {
            Note(answer.Template == "/hooks" ? "hook" : "subscription", Text(json.RootElement, "id"));
        }
    }

    /// <summary>Percent-encodes a value of a query, but not a placeholder.</summary>
    public static string Escape(string value) => value.StartsWith("{{", StringComparison.Ordinal) ? value : Uri.EscapeDataString(value);

    public FuzzRequest Fill(FuzzRequest request) => request with
    {
        Path = Fill(request.Path),
        Query = [.. request.Query.Select(part => Fill(part, isEncoded: true))],
        Headers = [.. request.Headers.Select(header => (header.Name, Fill(header.Value)))],
        Body = request.Body is null ? null : Encoding.Latin1.GetBytes(Fill(Encoding.Latin1.GetString(request.Body))),
    };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void Note(string kind, string? value)
    {
        if (value is not null)
        {
            _newest[kind] = value;
        }
    }

    private string Fill(string text, bool isEncoded = false) => Placeholder().Replace(text, found =>
    {
        var value = _newest.GetValueOrDefault(found.Groups[1].Value, "none");
        return isEncoded ? Uri.EscapeDataString(value) : value;
    });

    [GeneratedRegex(@"\{\{([a-z]+)\}\}")]
    private static partial Regex Placeholder();
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>What every answer keeps to, whatever was asked.</summary>
internal sealed class Promises(ApiDocument document)
{
    private static readonly string[] Internals =
    [
        "Exception", "   at ", "StackTrace", "System.", "Microsoft.", "Registry.Core", "Registry.Http", "Registry.Tables", ".cs:", "AccountKey", "PartitionKey", "RowKey", "InvalidInput", "UpdateConditionNotSatisfied", "/tmp/", "/root/", "/home/",
        "Sha256",
    ];

    private static readonly string[] ProblemMembers = ["type", "title", "status", "detail", "code", "error", "trace_id"];

    private readonly SchemaCheck _schemas = new(document);
    private readonly SchemaCheck _sparse = new(document, isSparse: true);
    private readonly JsonElement _problem = document.Problem;

    /// <summary>Everything that is wrong with an answer.</summary>
    public IEnumerable<string> Broken(FuzzRequest request, FuzzAnswer answer)
    {
        var operation = answer.Template is null ? null : document.Find(request.Method, answer.Template);
        return Always(request, answer)
            .Concat(answer.Status >= 400 ? Refused(request, answer, operation) : Done(request, answer, operation))
            .OfType<string>();
    }

    private static IEnumerable<string?> Always(FuzzRequest request, FuzzAnswer answer)
    {
        var ids = answer.Headers["X-Correlation-Id"];
        yield return ids.Count == 1 && ids[0] is { Length: > 0 and <= 128 } ? null : $"X-Correlation-Id is '{ids}'";
        foreach (var (name, value) in answer.Headers)
        {
            yield return value.ToString().AsSpan().ContainsAnyExceptInRange(' ', '~') ? $"the header {name} cannot be sent: {JsonSerializer.Serialize(value.ToString())}" : null;
        }

        yield return answer.Headers["X-Content-Type-Options"] == "nosniff" ? null : "no nosniff";
        yield return answer.Headers.CacheControl.ToString() is "no-store" or "no-cache" || (answer.Status < 400 && request.Method is not ("GET" or "HEAD")) ? null : $"a cache may keep it: Cache-Control is '{answer.Headers.CacheControl}'";
        yield return request.Method == "HEAD" && answer.Body?.Length > 0 ? $"HEAD has a body: {Short(answer.Body)}" : null;
        yield return answer.Status is 204 or 304 && answer.Body?.Length > 0 ? "a body where there can be none" : null;
        yield return answer.Faults.Count > 0 ? "logged as an error: " + string.Join('\n', answer.Faults) : null;
        var isRead = request.Method is "GET" or "HEAD" && !(request.Method == "GET" && answer.Template == "/resolve");
        yield return isRead && answer.Changes.Count > 0 ? "a read wrote " + string.Join(", ", answer.Changes) : null;
    }

    private IEnumerable<string?> Refused(FuzzRequest request, FuzzAnswer answer, ApiOperation? operation)
    {
        if (answer is { Status: 503, Template: "/ready" })
        {
            // Not ready within the time: documented with the body of a 200.
            yield break;
        }

        yield return answer.Status >= 500 ? "a fault of the server" : null;
        yield return answer.Status == 405 && answer.Headers.Allow.Count == 0 ? "405 without Allow" : null;
        yield return answer.Status == 401 && answer.Headers.WWWAuthenticate.Count == 0 ? "401 without WWW-Authenticate" : null;
        yield return answer.Status == 429 && answer.Headers.RetryAfter.Count == 0 ? "429 without Retry-After" : null;
        yield return operation is null || answer.Status == 405 || operation.Answers.ContainsKey(answer.Status)
            ? null
            : $"{answer.Status} is not documented for {operation.Method} {operation.Path}";
        if (request.Method == "HEAD")
        {
            yield break;
        }

        yield return answer.Headers.ContentType == "application/problem+json" ? null : $"an error is {answer.Headers.ContentType}";
        var (problem, wrong) = Parse(answer.Body ?? []);
        yield return wrong;
        if (problem is { } body)
        {
            yield return _schemas.Find(_problem, body) is { } misfit ? "the problem: " + misfit : Problem(answer, body);

            // What a hook stopped half-way says what it changed.
            yield return answer.Changes.Count > 0 && !body.TryGetProperty("changed", out _) ? $"{answer.Status} wrote " + string.Join(", ", answer.Changes) : null;
        }

        yield return Internal(request, answer.Body);
    }

    private static string? Problem(FuzzAnswer answer, JsonElement body)
    {
        var empty = ProblemMembers.FirstOrDefault(name => body.GetProperty(name) is { ValueKind: JsonValueKind.String } text && text.GetString()!.Length == 0);
        return empty is not null ? $"{empty} is empty"
            : body.GetProperty("status").GetInt32() != answer.Status ? "the problem has another status"
            : body.GetProperty("type").GetString() != "urn:registry:error:" + body.GetProperty("code").GetString() ? "type and code differ"
            : body.GetProperty("detail").GetString() != body.GetProperty("error").GetString() ? "detail and error differ"
            : answer.Status == 400 && !body.TryGetProperty("errors", out _) ? "400 without errors"
            : null;
    }

    private IEnumerable<string?> Done(FuzzRequest request, FuzzAnswer answer, ApiOperation? operation)
    {
        if (operation is null)
        {
            yield return $"{answer.Status} of a path that is not documented: {answer.Template}";
            yield break;
        }

        if (!operation.Answers.TryGetValue(answer.Status, out var contents))
        {
            yield return $"{answer.Status} is not documented for {operation.Method} {operation.Path}";
            yield break;
        }

        if (request.Method == "HEAD" || answer.Body is null || contents.Count == 0)
        {
            yield return contents.Count == 0 && answer.Body?.Length > 0 ? "a body that is not documented" : null;
            yield break;
        }

        var type = answer.Headers.ContentType.ToString();
        if (!contents.TryGetValue(type, out var schema) && !contents.TryGetValue(type.Split(';')[0], out schema))
        {
            yield return $"{type} is not documented for {operation.Method} {operation.Path}";
            yield break;
        }

        if (type.StartsWith("application/json", StringComparison.Ordinal) && answer.Headers.ContentEncoding.Count == 0 && operation.Path != "/openapi/v1.json")
        {
            var (json, wrong) = Parse(answer.Body);
            yield return wrong;
            var check = request.Query.Any(static part => part.StartsWith("fields=", StringComparison.OrdinalIgnoreCase)) ? _sparse : _schemas;
            yield return json is { } body && check.Find(schema, body) is { } misfit ? "the answer: " + misfit : null;
            yield return json is { ValueKind: JsonValueKind.Object } batch && batch.TryGetProperty("results", out var results)
                && results.EnumerateArray().FirstOrDefault(static item => item.GetProperty("status").GetInt32() >= 500) is { ValueKind: JsonValueKind.Object } failed
                ? "an item failed: " + failed.GetRawText()
                : null;
            yield return Internal(request, answer.Body);
        }
    }

    /// <summary>JSON, and what is wrong with it: strict UTF-8 and no member twice.</summary>
    private static (JsonElement? Json, string? Wrong) Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 128 });
            return (document.RootElement.Clone(), null);
        }
        catch (JsonException exception)
        {
            return (null, $"no JSON ({exception.Message}): {Short(body)}");
        }
    }

    /// <summary>Words that only the inside knows. What the request said itself is no news.</summary>
    private static string? Internal(FuzzRequest request, byte[]? body)
    {
        var text = Encoding.UTF8.GetString(body ?? []);
        var word = Internals.FirstOrDefault(word => text.Contains(word, StringComparison.Ordinal));
        return word is null || (request.Body is { } sent && Encoding.UTF8.GetString(sent).Contains(word, StringComparison.Ordinal)) ? null
            : string.Create(CultureInfo.InvariantCulture, $"'{word}' in {Short(body!)}");
    }

    private static string Short(byte[] body) => Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 600)));
}

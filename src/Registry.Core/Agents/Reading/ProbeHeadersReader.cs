using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Registry.Core.Agents.Reading;

/// <summary>Reads <c>health_check.headers</c>: secret, kept apart from the registration. Errors name neither header nor value.</summary>
internal static class ProbeHeadersReader
{
    // RFC 9110 §5.6.2.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly FrozenSet<string> Forbidden =
        new[] { "Host", "Content-Length", "Transfer-Encoding", "Connection" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Compact JSON; null where the body is silent, empty where it takes the headers away.</summary>
    public static string? Read(MemberReader body)
    {
        if (body.IsNull("health_check"))
        {
            return "";
        }

        if (!body.TryGet("health_check", out var check) || check.ValueKind != JsonValueKind.Object || !check.TryGetProperty("headers", out var headers))
        {
            return null;
        }

        return headers.ValueKind == JsonValueKind.Null ? "" : Read(headers, body.Errors);
    }

    private static string? Read(JsonElement headers, FieldErrors errors)
    {
        const string Field = "health_check.headers";
        if (headers.ValueKind != JsonValueKind.Object)
        {
            errors.Add(Field, "must be an object of strings");
            return null;
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var length = 0;
        foreach (var header in headers.EnumerateObject())
        {
            length += header.Name.Length;
            if (header.Name.Length == 0 || header.Name.AsSpan().ContainsAnyExcept(TokenCharacters) || !names.Add(header.Name))
            {
                errors.Add(Field, "must have HTTP header names, each once");
            }
            else if (Forbidden.Contains(header.Name))
            {
                errors.Add(Field, "must not set Host, Content-Length, Transfer-Encoding or Connection");
            }

            if (header.Value.ValueKind != JsonValueKind.String)
            {
                errors.Add(Field, "must be an object of strings: whatever is given replaces all of them");
                continue;
            }

            var value = header.Value.GetString()!;
            length += value.Length;
            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                errors.Add(Field, "must have values of visible ASCII characters");
            }
        }

        if (names.Count > AgentLimits.MaxProbeHeaders || length > AgentLimits.MaxProbeHeadersLength)
        {
            errors.Add(Field, $"must be at most {AgentLimits.MaxProbeHeaders} headers of {AgentLimits.MaxProbeHeadersLength} characters together");
        }

        return names.Count == 0 ? "" : Encoding.UTF8.GetString(RawJson.From(headers).Utf8.Span);
    }
}

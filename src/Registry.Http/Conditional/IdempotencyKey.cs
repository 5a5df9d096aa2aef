using Microsoft.AspNetCore.Http;
using Registry.Core;

namespace Registry.Http.Conditional;

/// <summary>The header that makes a registration repeatable.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 128;

    /// <summary>Null where there is none.</summary>
    public static string? Read(IHeaderDictionary headers, FieldErrors errors)
    {
        var values = headers[Header];
        if (values.Count == 0)
        {
            return null;
        }

        if (values.Count == 1 && values[0] is { Length: > 0 and <= MaxLength } key && !key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return key;
        }

        errors.Add(Header, $"must be one value of 1 to {MaxLength} ASCII characters");
        return null;
    }
}

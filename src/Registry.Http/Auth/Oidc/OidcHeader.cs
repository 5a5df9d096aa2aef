using System.Buffers.Text;
using System.Text.Json;
using Registry.Http.Bodies;

namespace Registry.Http.Auth.Oidc;

/// <summary>What a token's header says before anything of it is believed: enough to refuse most wrong ones at the cost of reading it.</summary>
/// <param name="Algorithm">As it stands.</param>
/// <param name="KeyId">Null where it names none.</param>
/// <param name="IsCritical">RFC 7515, 4.1.11: it has members that must be understood. None of that kind are.</param>
internal sealed record OidcHeader(string Algorithm, string? KeyId, bool IsCritical)
{
    /// <summary>Null for what is no header.</summary>
    public static OidcHeader? Of(string token)
    {
        var part = token.AsSpan(0, token.IndexOf('.', StringComparison.Ordinal));
        if (!Base64Url.IsValid(part) || Base64Url.DecodeFromChars(part) is not { } utf8 || SurrogateEscapes.FindLone(utf8) >= 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var header = document.RootElement;
            return header.ValueKind == JsonValueKind.Object && Text(header, "alg") is { } algorithm
                ? new OidcHeader(algorithm, Text(header, "kid"), header.TryGetProperty("crit", out _))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement header, string name) =>
        header.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

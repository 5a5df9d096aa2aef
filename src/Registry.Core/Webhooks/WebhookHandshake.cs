using System.Globalization;

namespace Registry.Core.Webhooks;

/// <summary>Asking a receiver whether it wants events: CloudEvents, "HTTP 1.1 Web Hooks for Event Delivery", §4. Pure.</summary>
internal static class WebhookHandshake
{
    public const string OriginHeader = "WebHook-Request-Origin";
    public const string RateHeader = "WebHook-Request-Rate";

    /// <summary>Requests a minute that are asked for, and that no receiver gets more of.</summary>
    public const int MaxRate = 6000;

    private const string AllowedOriginHeader = "WebHook-Allowed-Origin";
    private const string AllowedRateHeader = "WebHook-Allowed-Rate";
    private const string Any = "*";

    public static HandshakeAnswer Judge(HttpResponseMessage answer, string origin)
    {
        if (!answer.IsSuccessStatusCode)
        {
            return HandshakeAnswer.Refused("the answer to OPTIONS is no success");
        }

        if (!answer.Headers.TryGetValues(AllowedOriginHeader, out var allowed))
        {
            return HandshakeAnswer.Refused("the answer to OPTIONS has no WebHook-Allowed-Origin");
        }

        if (!allowed.Any(value => value.Trim() is var name && (name == Any || name.Equals(origin, StringComparison.OrdinalIgnoreCase))))
        {
            return HandshakeAnswer.Refused("WebHook-Allowed-Origin of the answer to OPTIONS is another one");
        }

        // The header is recommended, not required.
        return answer.Content.Headers.Allow.Count > 0 && !answer.Content.Headers.Allow.Contains("POST", StringComparer.OrdinalIgnoreCase)
            ? HandshakeAnswer.Refused("Allow of the answer to OPTIONS lacks POST")
            : new HandshakeAnswer(null, RateOf(answer));
    }

    /// <summary>A number, or anything for "as asked".</summary>
    private static int RateOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(AllowedRateHeader, out var rates)
        && int.TryParse(rates.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var rate)
            ? Math.Clamp(rate, 1, MaxRate)
            : MaxRate;
}

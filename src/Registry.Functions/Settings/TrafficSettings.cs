using Registry.Http.Traffic;

namespace Registry.Functions.Settings;

/// <summary>How much may come in, and from which web pages.</summary>
internal static class TrafficSettings
{
    private const int MaxRate = 1_000_000;
    private const int MaxOrigins = 32;
    private const string Origins = "Registry__Cors__Origins";

    public static TrafficLimits ReadLimits(SettingReader reader)
    {
        var defaults = new TrafficLimits();
        return new TrafficLimits
        {
            RequestsPerSecondPerKey = reader.WholeNumber("Registry__Limits__PerKey", defaults.RequestsPerSecondPerKey, 0, MaxRate),
            RequestsPerSecondPerAddress = reader.WholeNumber("Registry__Limits__PerAddress", defaults.RequestsPerSecondPerAddress, 0, MaxRate),
            Connections = reader.WholeNumber("Registry__Limits__Connections", defaults.Connections, 0, MaxRate),
            RequestsInFlight = reader.WholeNumber("Registry__Limits__InFlight", defaults.RequestsInFlight, 0, MaxRate),
        };
    }

    public static IReadOnlyList<string> ReadOrigins(SettingReader reader)
    {
        var origins = reader.Text(Origins)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (origins.Length > MaxOrigins || !origins.All(IsOrigin))
        {
            reader.Refuse(Origins, $"must be at most {MaxOrigins} origins, separated by commas, such as https://console.example.com: scheme and host, without path and without '*'");
        }

        return origins;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0
        && !text.Contains('*', StringComparison.Ordinal);
}

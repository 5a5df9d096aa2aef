using Registry.Functions.Settings;

namespace Registry.Functions.Standalone;

/// <summary>
/// <c>Registry.Functions live</c>: asks the app that runs on this machine with the same settings whether it lives, and tells by its exit
/// code. A container without a shell has no other way to ask.
/// </summary>
internal static class LiveProbe
{
    public const string Command = "live";
    private const string Path = "/health/live";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(RegistrySettings settings, TextWriter errors)
    {
        using var client = new HttpClient { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(new Uri(OnThisMachine(settings.Urls[0]), Path));
            return answer.IsSuccessStatusCode ? 0 : StartFailure.ExitCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            errors.WriteLine($"Nothing answers on {settings.Urls[0]}.");
            return StartFailure.ExitCode;
        }
    }

    /// <summary>An address that listens everywhere is asked on loopback.</summary>
    internal static Uri OnThisMachine(string url)
    {
        var uri = new Uri(url.Replace("//+", "//0.0.0.0", StringComparison.Ordinal).Replace("//*", "//0.0.0.0", StringComparison.Ordinal));
        var host = uri.Host switch
        {
            "0.0.0.0" => "127.0.0.1",
            "[::]" => "[::1]",
            var own => own,
        };
        return new UriBuilder(uri) { Host = host }.Uri;
    }
}

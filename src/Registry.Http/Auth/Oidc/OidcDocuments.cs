using System.Text.Json;
using Registry.Http.Bodies;

namespace Registry.Http.Auth.Oidc;

/// <summary>Reads the authority's metadata, and the keys that they point at. What goes wrong is a value, for the log.</summary>
internal sealed class OidcDocuments(OidcOptions options, TimeProvider time) : IDisposable
{
    private const string WellKnown = "/.well-known/openid-configuration";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _http = new(options.Backchannel, disposeHandler: false);

    /// <summary>The keys; or null and why not, without anything that is secret.</summary>
    public async Task<(OidcKeySet? Keys, string? Problem)> ReadAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            return await ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return (null, "it did not answer within 10 s");
        }
        catch (JsonException)
        {
            return (null, "its answer is not the JSON that it should be");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (null, error.InnerException is { } inner and not HttpRequestException ? $"{error.Message} {inner.Message}" : error.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(OidcKeySet? Keys, string? Problem)> ReadAsync(CancellationToken cancellationToken)
    {
        var metadata = await GetAsync(new Uri(options.Authority.AbsoluteUri.TrimEnd('/') + WellKnown), cancellationToken);
        using var document = JsonDocument.Parse(metadata);
        if (Text(document.RootElement, "issuer") is not { } issuer || Text(document.RootElement, "jwks_uri") is not { } address)
        {
            return (null, "its metadata lack 'issuer' or 'jwks_uri'");
        }

        // Of many tenants at once: anybody's directory would give roles here.
        if (issuer.Contains('{', StringComparison.Ordinal))
        {
            return (null, "it is not one tenant's: its 'issuer' has a placeholder");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var keys) || !IsAllowed(keys))
        {
            return (null, "its 'jwks_uri' is not an https URL");
        }

        return OidcKeySet.Read(issuer, await GetAsync(keys, cancellationToken)) is { } set
            ? (set, null)
            : (null, "none of its keys can be used");
    }

    private static string? Text(JsonElement metadata, string name) =>
        metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private bool IsAllowed(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (options.AllowHttp && uri.Scheme == Uri.UriSchemeHttp);

    private async Task<byte[]> GetAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await _http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{uri.GetLeftPart(UriPartial.Path)} answered {(int)response.StatusCode}.");
        }

        await response.Content.LoadIntoBufferAsync(OidcOptions.MaxBytes, cancellationToken);
        var document = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return SurrogateEscapes.FindLone(document) < 0 ? document : throw new JsonException();
    }
}

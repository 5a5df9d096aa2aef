using System.Net;
using System.Net.Http.Headers;
using Registry.Core.Health.Probing;
using Registry.Core.Outbound;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>Calls hooks over the network, through the outbound connector.</summary>
internal sealed class NetworkHookSender(OutboundConnector connector, TimeProvider time) : IHookSender, IDisposable
{
    // A reason is one sentence; what is behind this is not looked at.
    private const int MaxBody = 4 * 1024;

    private readonly HttpMessageInvoker _http = new(connector.CreateHandler());

    public void Dispose() => _http.Dispose();

    public async Task<HookAnswer> SendAsync(string url, ReadOnlyMemory<byte> json, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(url, json);
            using var response = await _http.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            return new HookAnswer(ProbeError.None, status, response.IsSuccessStatusCode ? null : await ReadReasonAsync(response.Content, either.Token));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && NetworkProber.ErrorOf(failure, limit.IsCancellationRequested) is { } error)
        {
            return new HookAnswer(error, 0, null);
        }
    }

    private static HttpRequestMessage Request(string url, ReadOnlyMemory<byte> json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "agent-registry-hook");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/plain;q=0.9, */*;q=0.1");
        request.Headers.ConnectionClose = true;
        return request;
    }

    /// <summary>The status has refused already: a body that breaks off says as much as came of it.</summary>
    private static async Task<string?> ReadReasonAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBody];
        var length = 0;
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            int read;
            while (length < buffer.Length && (read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
            }
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or OutboundLimitException)
        {
            // What came so far is looked at.
        }

        return HookReason.Of(buffer.AsSpan(0, length));
    }
}

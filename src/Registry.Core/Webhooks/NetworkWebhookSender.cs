using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Registry.Core.Health.Probing;
using Registry.Core.Outbound;

namespace Registry.Core.Webhooks;

/// <summary>Sends over the network, through the outbound connector: one connection a request, no redirect, a bounded answer that is not looked at.</summary>
internal sealed class NetworkWebhookSender : IWebhookSender, IDisposable
{
    private const string UserAgent = "agent-registry-webhook";

    // CloudEvents, HTTP protocol binding, §3.2: structured mode.
    private static readonly MediaTypeHeaderValue ContentType = new("application/cloudevents+json", "utf-8");

    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly string _origin;

    public NetworkWebhookSender(OutboundConnector connector, TimeProvider time, string origin)
    {
        _http = new HttpMessageInvoker(connector.CreateHandler());
        _time = time;
        _origin = origin;
    }

    public void Dispose() => _http.Dispose();

    public async Task<DeliveryAnswer> SendAsync(Uri url, ReadOnlyMemory<byte> body, string secret, string? trace, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, url);
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = ContentType;
        if (secret.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(WebhookSignature.Header, WebhookSignature.Of(secret, body.Span));
        }

        if (trace is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", trace);
        }

        var started = _time.GetTimestamp();
        var (answer, error) = await AskAsync(request, ReadAnswer, cancellationToken);
        return answer with { Error = error, Duration = _time.GetElapsedTime(started) };
    }

    public async Task<HandshakeAnswer> VerifyAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Options, url);
        request.Headers.TryAddWithoutValidation(WebhookHandshake.OriginHeader, _origin);
        request.Headers.TryAddWithoutValidation(WebhookHandshake.RateHeader, WebhookHandshake.MaxRate.ToString(CultureInfo.InvariantCulture));
        var (judged, error) = await AskAsync(request, answer => WebhookHandshake.Judge(answer, _origin), cancellationToken);
        return ProbeErrors.Text(error) is { } text ? HandshakeAnswer.Refused(text) : judged;
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri url)
    {
        var request = new HttpRequestMessage(method, url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.ConnectionClose = true;
        return request;
    }

    /// <summary>The head of the answer is all that is wanted: its body is left where it is.</summary>
    private async Task<(T? Answer, ProbeError Error)> AskAsync<T>(HttpRequestMessage request, Func<HttpResponseMessage, T?> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(WebhookLimits.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return (read(response), ProbeError.None);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && NetworkProber.ErrorOf(failure, timeout.IsCancellationRequested) is { } error)
        {
            return (default, error);
        }
    }

    private DeliveryAnswer ReadAnswer(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        return new DeliveryAnswer((int)response.StatusCode, ProbeError.None)
        {
            RetryAfter = asked?.Delta ?? (asked?.Date is { } date ? date - _time.GetUtcNow() : null),
        };
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Registry.Core.Outbound;

namespace Registry.Core.Health.Probing;

/// <summary>Probes over the network, through the outbound connector.</summary>
internal sealed class NetworkProber : IProber, IDisposable
{
    // A health document is a few hundred bytes; what is behind this is not looked at.
    private const int MaxBody = 32 * 1024;

    private readonly OutboundConnector _connector;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    public NetworkProber(OutboundConnector connector, TimeProvider time)
    {
        _connector = connector;
        _time = time;
        _http = new HttpMessageInvoker(connector.CreateHandler());
    }

    public void Dispose() => _http.Dispose();

    public async Task<ProbeObservation> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        using var timeout = new CancellationTokenSource(target.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        ProbeObservation seen;
        try
        {
            seen = target.Kind == HealthCheckKind.Tcp ? await ConnectAsync(target, either.Token) : await AskAsync(target, either.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && ErrorOf(failure, timeout.IsCancellationRequested) is { } error)
        {
            seen = new ProbeObservation(error, 0);
        }

        return seen with { ResponseTimeMs = (int)Math.Min(_time.GetElapsedTime(started).TotalMilliseconds, int.MaxValue) };
    }

    private async Task<ProbeObservation> ConnectAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        using var socket = await _connector.ConnectAsync(target.Host, target.Port, cancellationToken);
        return default;
    }

    private async Task<ProbeObservation> AskAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        using var request = Request(target);
        using var response = await _http.SendAsync(request, cancellationToken);
        var seen = new ProbeObservation { StatusCode = (int)response.StatusCode };
        return response.IsSuccessStatusCode ? await ReadBodyAsync(seen, response.Content, cancellationToken) : seen;
    }

    /// <summary>A body that breaks off, or has no end, is read as far as it goes: the answer itself was there.</summary>
    private static async Task<ProbeObservation> ReadBodyAsync(ProbeObservation seen, HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[(int)Math.Min(content.Headers.ContentLength ?? MaxBody, MaxBody)];
        var (length, complete) = (0, false);
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        try
        {
            while (length < buffer.Length && !complete)
            {
                var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                length += read;
                complete = read == 0;
            }
        }
        catch (Exception broken) when (broken is OutboundLimitException or { InnerException: OutboundLimitException })
        {
            complete = false;
        }

        return ProbeBody.Read(seen, buffer.AsSpan(0, length), complete || length == content.Headers.ContentLength);
    }

    private static HttpRequestMessage Request(ProbeTarget target)
    {
        var request = new HttpRequestMessage(new HttpMethod(target.Method), target.Url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (target.Method == "POST")
        {
            request.Content = new ByteArrayContent([]);
        }

        foreach (var (name, value) in target.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (request.Headers.UserAgent.Count == 0)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", "agent-registry-probe");
        }

        if (request.Headers.Accept.Count == 0)
        {
            request.Headers.TryAddWithoutValidation("Accept", "application/json, */*");
        }

        request.Headers.ConnectionClose = true;
        return request;
    }

    /// <summary>What the other side, or the way to it, did; null for a fault of this program.</summary>
    internal static ProbeError? ErrorOf(Exception failure, bool timedOut)
    {
        if (timedOut)
        {
            return ProbeError.TimedOut;
        }

        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case OutboundRefusedException:
                    return ProbeError.AddressNotAllowed;
                case OutboundLimitException:
                    return ProbeError.TooLarge;
                case TimeoutException:
                    return ProbeError.TimedOut;
                case AuthenticationException:
                    return ProbeError.Tls;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery }:
                    return ProbeError.NameNotResolved;
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return ProbeError.ConnectionRefused;
                case SocketException { SocketErrorCode: SocketError.TimedOut }:
                    return ProbeError.TimedOut;
                case SocketException:
                    return ProbeError.ConnectionFailed;
                case HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                    return ProbeError.TooLarge;
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }:
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return ProbeError.NotHttp;
            }
        }

        return failure switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => ProbeError.Tls,
            HttpRequestException or IOException => ProbeError.ConnectionFailed,
            OperationCanceledException => ProbeError.TimedOut,
            _ => null,
        };
    }
}

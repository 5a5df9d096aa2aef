using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Registry.Core.Outbound;

/// <summary>
/// The one way out to addresses that somebody else chose. A name is resolved here, every address of it is checked, and the connection
/// goes to a checked address itself: there is no second resolution that could differ from the first.
/// </summary>
internal sealed class OutboundConnector(OutboundOptions options, IHostResolver resolver, TimeProvider time)
{
    /// <summary>Bytes that one connection may bring, TLS and headers included.</summary>
    public const int MaxBytes = 64 * 1024;

    // A name with more addresses than this is tried on its first ones.
    private const int MaxAddresses = 4;
    private const int KibibytesOfHeaders = MaxBytes / 1024;

    /// <summary>
    /// A handler for HTTP/1.1: every request on a connection of its own, no redirect, no cookie, no proxy, no credentials, no trace
    /// headers, nothing decompressed.
    /// </summary>
    /// <param name="maxBytes">Bytes that one connection may bring.</param>
    public SocketsHttpHandler CreateHandler(int maxBytes = MaxBytes) => new()
    {
        ConnectCallback = (context, cancellationToken) => ConnectLimitedAsync(context.DnsEndPoint, maxBytes, cancellationToken),
        ConnectTimeout = options.ConnectTimeout,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PreAuthenticate = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = KibibytesOfHeaders,
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = new SslClientAuthenticationOptions
        {
            // A certificate names addresses of its issuers: those would be fetched past the guard.
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        },
    };

    /// <summary>A connection to a checked address.</summary>
    /// <exception cref="OutboundRefusedException">One of the host's addresses is refused.</exception>
    /// <exception cref="SocketException">The name is not known, or no address answers.</exception>
    /// <exception cref="TimeoutException">No address answers in time.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (Array.Exists(addresses, address => !OutboundGuard.Allows(address, options.AllowPrivate)))
        {
            throw new OutboundRefusedException();
        }

        var tried = Math.Min(addresses.Length, MaxAddresses);
        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(addresses[i], port, options.ConnectTimeout / tried, cancellationToken);
            }
            catch (Exception failure) when (failure is SocketException or TimeoutException && i + 1 < tried)
            {
                // The next address may answer.
            }
        }
    }

    private async ValueTask<Stream> ConnectLimitedAsync(DnsEndPoint endPoint, int maxBytes, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(endPoint.Host, endPoint.Port, cancellationToken);
        return new LimitedStream(new NetworkStream(socket, ownsSocket: true), maxBytes);
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellationToken);

    private async Task<Socket> ConnectAsync(IPAddress address, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            return socket;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException();
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

using System.Net.Sockets;
using System.Text;
using Registry.Core.Health;
using Registry.Core.Health.Probing;
using Registry.Core.Outbound;
using Registry.Core.Tests.Outbound;
using Registry.Testing;

namespace Registry.Core.Tests.Health.Probing;

/// <summary>Over real sockets on loopback. The clock stands still: what ends, ends without the time-out's help, unless a test moves it.</summary>
public sealed class NetworkProberTests
{
    private const string Json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";

    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(Json + "{\"status\":\"degraded\"}", HealthStatus.Degraded)]
    [InlineData(Json + "{\"x\":{\"status\":\"unhealthy\"},\"status\":\"Maintenance\"}", HealthStatus.Maintenance)]
    [InlineData(Json + "{\"status\":\"unhealthy\"}", HealthStatus.Unhealthy)]
    [InlineData(Json + "{\"status\":\"ok\"}", HealthStatus.Unknown)]
    [InlineData(Json + "{\"status\":5}", HealthStatus.Unknown)]
    [InlineData(Json + "[\"status\"]", HealthStatus.Unknown)]
    [InlineData(Json + "<html>degraded</html>", HealthStatus.Unknown)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", HealthStatus.Unknown)]
    public async Task Probe_Answer_IsSeenWithWhatItSays(string answer, HealthStatus says)
    {
        await using var server = LoopbackServer.Answering(answer);

        var seen = await ProbeAsync(Target(server.Port));

        Assert.Equal(ProbeError.None, seen.Error);
        Assert.Equal(says, seen.Says);
        Assert.InRange(seen.StatusCode, 200, 204);
    }

    [Fact]
    public async Task Probe_Request_HasTheAgentsHeadersAndNothingElseOfOurs()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        await ProbeAsync(Target(server.Port) with { Headers = [new("X-Key", "secret"), new("Authorization", "Bearer t")] });

        var lines = (await server.Request.Task).TrimEnd().Split("\r\n");
        Assert.Equal("GET /health HTTP/1.1", lines[0]);
        Assert.Equal(
            ["Accept", "Authorization", "Connection", "Host", "User-Agent", "X-Key"],
            lines.Skip(1).Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.Contains("X-Key: secret", lines);
    }

    [Fact]
    public async Task Probe_NeverAnswered_EndsWithItsOwnTimeout()
    {
        // Never answers; it ends with the server.
        await using var server = new LoopbackServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        var probe = ProbeAsync(Target(server.Port));
        await server.Request.Task;

        Assert.False(probe.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        var seen = await probe;
        Assert.Equal(ProbeError.TimedOut, seen.Error);
        Assert.InRange(seen.ResponseTimeMs, 2000, 2000);
    }

    [Fact]
    public async Task Probe_BodyThatDripsOn_EndsWithItsOwnTimeout()
    {
        var dripped = new TaskCompletionSource();
        await using var server = new LoopbackServer(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Json + "{\"a\":"), stop);
            dripped.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });
        var probe = ProbeAsync(Target(server.Port));
        await dripped.Task;
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(ProbeError.TimedOut, (await probe).Error);
    }

    [Theory]
    [InlineData(Json, "0123456789abcdef", ProbeError.None)] // A body without end: its beginning is enough.
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Header: 0123456789\r\n", ProbeError.TooLarge)]
    [InlineData("HTTP/1.1 200 OK\r\nX-Header: ", "0123456789", ProbeError.TooLarge)]
    [InlineData("", "HTTP/1.1 103 Early Hints\r\n\r\n", ProbeError.TooLarge)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1;extension=0123456789\r\nx\r\n", ProbeError.None)]
    public async Task Probe_AnswerWithoutEnd_IsReadUpToTheLimitOnly(string start, string repeated, ProbeError error)
    {
        await using var server = new LoopbackServer(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), stop);
            var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(repeated, 1000)));
            while (true)
            {
                await stream.WriteAsync(block, stop);
            }
        });

        Assert.Equal(error, (await ProbeAsync(Target(server.Port))).Error);
    }

    [Fact]
    public async Task Probe_TenThousandHeaders_IsTooLarge()
    {
        var headers = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"X-{i}: {i}\r\n"));
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\n" + headers + "\r\n");

        Assert.Equal(ProbeError.TooLarge, (await ProbeAsync(Target(server.Port))).Error);
    }

    [Fact]
    public async Task Probe_GarbageInsteadOfTls_IsATlsError()
    {
        await using var server = LoopbackServer.Answering("\0\u0001garbage that is no TLS record, but long enough to be looked at");

        var seen = await ProbeAsync(Target(server.Port) with { Url = new Uri($"https://127.0.0.1:{server.Port}/health") });

        Assert.Equal(ProbeError.Tls, seen.Error);
    }

    [Fact]
    public async Task Probe_GarbageInsteadOfHttp_IsNotHttp()
    {
        await using var server = LoopbackServer.Answering("SSH-2.0-OpenSSH_9.6\r\n\r\n");

        Assert.Equal(ProbeError.NotHttp, (await ProbeAsync(Target(server.Port))).Error);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://127.0.0.1:1/")]
    public async Task Probe_Redirect_IsNotFollowed(string location)
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

        var seen = await ProbeAsync(Target(server.Port));

        Assert.Equal((ProbeError.None, 302), (seen.Error, seen.StatusCode));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Probe_NobodyListens_IsRefused()
    {
        int port;
        using (var listener = new TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        }

        Assert.Equal(ProbeError.ConnectionRefused, (await ProbeAsync(Target(port))).Error);
        Assert.Equal(ProbeError.ConnectionRefused, (await ProbeAsync(Tcp("127.0.0.1", port))).Error);
    }

    [Fact]
    public async Task Probe_Tcp_ConnectsAndIsDone()
    {
        await using var server = LoopbackServer.Answering("");

        Assert.Equal(ProbeError.None, (await ProbeAsync(Tcp("localhost", server.Port))).Error);
    }

    [Fact]
    public async Task Probe_UnknownName_IsNotResolved()
    {
        Assert.Equal(ProbeError.NameNotResolved, (await ProbeAsync(Tcp("nobody.invalid", 80), resolver: new ScriptedResolver([[]]))).Error);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://0x7f.0.0.1:{0}/")]
    [InlineData("http://0x7f000001:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::ffff:7f00:1]:{0}/")]
    [InlineData("http://localhost:{0}/")]
    public async Task Probe_LoopbackInAnySpelling_IsRefusedUnlessAllowed(string url)
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var target = Target(server.Port) with { Url = new Uri(string.Format(null, url, server.Port)) };

        Assert.Equal(ProbeError.AddressNotAllowed, (await ProbeAsync(target, allowPrivate: false)).Error);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xa9.0xfe.0xa9.0xfe/")]
    [InlineData("http://0251.0376.0251.0376/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("https://169.254.169.254/")]
    public async Task Probe_MetadataInAnySpelling_IsRefusedAlways(string url) =>
        Assert.Equal(ProbeError.AddressNotAllowed, (await ProbeAsync(Target(1) with { Url = new Uri(url) })).Error);

    [Theory]
    [InlineData("2852039166")]
    [InlineData("0xa9.0xfe.0xa9.0xfe")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    public async Task Probe_MetadataOverTcp_IsRefusedAlways(string host) =>
        Assert.Equal(ProbeError.AddressNotAllowed, (await ProbeAsync(Tcp(host, 80))).Error);

    [Fact]
    public async Task Probe_NameOfAPrivateAddress_IsRefused()
    {
        var target = Target(80) with { Url = new Uri("http://inner.example.com/") };

        Assert.Equal(ProbeError.AddressNotAllowed, (await ProbeAsync(target, allowPrivate: false, new ScriptedResolver(["10.0.0.5"]))).Error);
        Assert.Equal(ProbeError.AddressNotAllowed, (await ProbeAsync(target, allowPrivate: false, new ScriptedResolver(["8.8.8.8", "10.0.0.5"]))).Error);
        Assert.Equal(ProbeError.AddressNotAllowed, (await ProbeAsync(target, allowPrivate: true, new ScriptedResolver(["8.8.8.8", "fe80::1"]))).Error);
    }

    [Fact]
    public async Task Probe_SecondResolutionDiffers_OneConnectionUsesOneResolution()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var resolver = new ScriptedResolver(["127.0.0.1"], ["169.254.169.254"]);
        using var prober = Prober(allowPrivate: true, resolver);
        var target = Target(server.Port) with { Url = new Uri($"http://rebinding.example.com:{server.Port}/") };

        var first = await prober.ProbeAsync(target, CancellationToken.None);
        Assert.Equal((ProbeError.None, 200, 1), (first.Error, first.StatusCode, resolver.Count));

        var second = await prober.ProbeAsync(target, CancellationToken.None);
        Assert.Equal((ProbeError.AddressNotAllowed, 2, 1), (second.Error, resolver.Count, server.Connections));
    }

    [Fact]
    public async Task Probe_FirstAddressIsDead_TheNextIsTried()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var target = Target(server.Port) with { Url = new Uri($"http://two.example.com:{server.Port}/") };

        Assert.Equal(200, (await ProbeAsync(target, allowPrivate: true, new ScriptedResolver(["127.0.0.2", "127.0.0.1"]))).StatusCode);
    }

    [Fact]
    public async Task Probe_Cancelled_SaysNothing()
    {
        // Never answers; it ends with the server.
        await using var server = new LoopbackServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        using var prober = Prober(allowPrivate: true, new DnsResolver());
        using var cancelled = new CancellationTokenSource();
        var probe = prober.ProbeAsync(Target(server.Port), cancelled.Token);
        await server.Request.Task;
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
    }

    private static ProbeTarget Target(int port) => new()
    {
        Kind = HealthCheckKind.Http,
        Url = new Uri($"http://127.0.0.1:{port}/health"),
        Timeout = TimeSpan.FromSeconds(2),
    };

    private static ProbeTarget Tcp(string host, int port) => new() { Kind = HealthCheckKind.Tcp, Host = host, Port = port, Timeout = TimeSpan.FromSeconds(2) };

    private async Task<ProbeObservation> ProbeAsync(ProbeTarget target, bool allowPrivate = true, IHostResolver? resolver = null)
    {
        using var prober = Prober(allowPrivate, resolver ?? new DnsResolver());
        return await prober.ProbeAsync(target, CancellationToken.None);
    }

    private NetworkProber Prober(bool allowPrivate, IHostResolver resolver) =>
        new(new OutboundConnector(new OutboundOptions { AllowPrivate = allowPrivate }, resolver, _time), _time);
}

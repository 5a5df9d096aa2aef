using System.Text;
using Registry.Core.Health.Probing;
using Registry.Core.Lifecycles.Hooks;
using Registry.Core.Outbound;
using Registry.Core.Tests.Outbound;
using Registry.Testing;

namespace Registry.Core.Tests.Lifecycles.Hooks;

/// <summary>Over real sockets on loopback. The clock stands still unless a test moves it.</summary>
public sealed class NetworkHookSenderTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"hook\":\"pre_activation\"}");

    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", 200, null)]
    [InlineData("HTTP/1.1 409 Conflict\r\nContent-Length: 18\r\n\r\n{\"reason\":\"later\"}", 409, "later")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\ncut off", 500, "cut off")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://example.com/\r\nContent-Length: 0\r\n\r\n", 302, null)]
    public async Task Send_Answer_IsItsStatusAndReason(string answer, int status, string? reason)
    {
        await using var server = LoopbackServer.Answering(answer);

        var seen = await SendAsync($"http://127.0.0.1:{server.Port}/hook");

        Assert.Equal(new HookAnswer(ProbeError.None, status, reason), seen);
        var lines = (await server.Request.Task).Split("\r\n\r\n")[0].Split("\r\n");
        Assert.Equal("POST /hook HTTP/1.1", lines[0]);
        Assert.Equal(
            ["Accept", "Connection", "Content-Length", "Content-Type", "Host", "User-Agent"],
            lines.Skip(1).Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Send_EndlessRefusal_IsReadNoFurtherThanNeeded()
    {
        await using var server = new LoopbackServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 503 Busy\r\n\r\n"u8.ToArray(), stop);
            var chunk = new byte[1024];
            Array.Fill(chunk, (byte)'x');
            while (true)
            {
                await stream.WriteAsync(chunk, stop);
            }
        });

        var seen = await SendAsync($"http://127.0.0.1:{server.Port}/");

        Assert.Equal(503, seen.StatusCode);
        Assert.Equal(new string('x', 200) + "…", seen.Text);
    }

    [Fact]
    public async Task Send_NeverAnswered_EndsWithItsTime()
    {
        // Never answers; it ends with the server.
        await using var server = new LoopbackServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        var sent = SendAsync($"http://127.0.0.1:{server.Port}/");
        await server.Request.Task;

        Assert.False(sent.IsCompleted);
        _time.Advance(HookRunner.Timeout);

        Assert.Equal(ProbeError.TimedOut, (await sent).Error);
    }

    [Fact]
    public async Task Send_ToAPrivateAddress_IsRefusedUnlessAllowed()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 204 No Content\r\n\r\n");

        var seen = await SendAsync($"http://127.0.0.1:{server.Port}/", allowPrivate: false);

        Assert.Equal(ProbeError.AddressNotAllowed, seen.Error);
        Assert.Equal(0, server.Connections);
    }

    private async Task<HookAnswer> SendAsync(string url, bool allowPrivate = true)
    {
        var connector = new OutboundConnector(new OutboundOptions { AllowPrivate = allowPrivate }, new DnsResolver(), _time);
        using var sender = new NetworkHookSender(connector, _time);
        return await sender.SendAsync(url, Body, HookRunner.Timeout, CancellationToken.None);
    }
}

using System.Text;
using Registry.Core.Health.Probing;
using Registry.Core.Outbound;
using Registry.Core.Tests.Outbound;
using Registry.Core.Webhooks;
using Registry.Testing;

namespace Registry.Core.Tests.Webhooks;

/// <summary>Over real sockets on loopback. The clock stands still unless a test moves it.</summary>
public sealed class NetworkWebhookSenderTests
{
    private static readonly byte[] Body = "{\"id\":\"s0:1\"}"u8.ToArray();

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Send_Event_IsAStructuredCloudEventWithItsSignature()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 204 No Content\r\n\r\n");

        var answer = await SendAsync(server.Port, trace: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.True(answer.IsDelivered);
        Assert.Equal(204, answer.StatusCode);
        var lines = (await server.Request.Task).Split("\r\n");
        Assert.Equal("POST /hook?x=1 HTTP/1.1", lines[0]);
        Assert.Contains("Content-Type: application/cloudevents+json; charset=utf-8", lines);
        Assert.Contains($"Content-Length: {Body.Length}", lines);
        Assert.Contains($"X-Registry-Signature: {WebhookSignature.Of("secret", Body)}", lines);
        Assert.Contains("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", lines);
    }

    [Fact]
    public async Task Send_WithoutSecret_IsNotSigned()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 204 No Content\r\n\r\n");

        await SendAsync(server.Port, secret: "");

        Assert.DoesNotContain(WebhookSignature.Header, await server.Request.Task, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("302 Found\r\nLocation: http://169.254.169.254/", 302)]
    [InlineData("500 No", 500)]
    [InlineData("410 Gone", 410)]
    public async Task Send_NoSuccess_IsToldByItsStatus(string head, int status)
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 {head}\r\nContent-Length: 0\r\n\r\n");

        var answer = await SendAsync(server.Port);

        Assert.Equal((status, ProbeError.None, false, status == 410), (answer.StatusCode, answer.Error, answer.IsDelivered, answer.EndsSubscription));
        Assert.NotNull(answer.Text);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("rubbish", null)]
    public async Task Send_RetryAfter_IsRead(string value, int? seconds)
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 503 Busy\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(seconds, (await SendAsync(server.Port)).Pause?.TotalSeconds);
    }

    [Fact]
    public async Task Send_NeverAnswered_EndsInTime()
    {
        await using var server = new LoopbackServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        var sending = SendAsync(server.Port);
        await server.Request.Task;

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((0, ProbeError.TimedOut), ((await sending).StatusCode, (await sending).Error));
    }

    [Fact]
    public async Task Send_BodyWithoutEnd_IsNotReadForIt()
    {
        await using var server = new LoopbackServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync(new byte[64 * 1024], stop);
            }
        });

        Assert.True((await SendAsync(server.Port)).IsDelivered);
    }

    [Fact]
    public async Task Send_HeadersWithoutEnd_IsTooLarge()
    {
        await using var server = new LoopbackServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("X-A: b\r\n", 1000))), stop);
            }
        });

        Assert.Equal(ProbeError.TooLarge, (await SendAsync(server.Port)).Error);
    }

    [Fact]
    public async Task Send_AddressThatIsNotAllowed_IsNotConnected()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 204 No Content\r\n\r\n");

        Assert.Equal(ProbeError.AddressNotAllowed, (await SendAsync(server.Port, allowPrivate: false)).Error);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("200 OK\r\nWebHook-Allowed-Origin: registry.example.com\r\nAllow: GET, POST", null, 6000)]
    [InlineData("204 No Content\r\nWebHook-Allowed-Origin: *\r\nWebHook-Allowed-Rate: 120", null, 120)]
    [InlineData("204 No Content\r\nWebHook-Allowed-Origin: *\r\nWebHook-Allowed-Rate: *", null, 6000)]
    [InlineData("405 Method Not Allowed\r\nWebHook-Allowed-Origin: *", "the answer to OPTIONS is no success", 0)]
    [InlineData("204 No Content", "the answer to OPTIONS has no WebHook-Allowed-Origin", 0)]
    [InlineData("204 No Content\r\nWebHook-Allowed-Origin: other.example.com", "WebHook-Allowed-Origin of the answer to OPTIONS is another one", 0)]
    [InlineData("200 OK\r\nWebHook-Allowed-Origin: *\r\nAllow: GET", "Allow of the answer to OPTIONS lacks POST", 0)]
    public async Task Verify_Answer_IsJudged(string head, string? error, int rate)
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 {head}\r\nContent-Length: 0\r\n\r\n");
        using var sender = Sender();

        var answer = await sender.VerifyAsync(new Uri($"http://127.0.0.1:{server.Port}/hook"), CancellationToken.None);

        Assert.Equal(new HandshakeAnswer(error, rate), answer);
        var lines = (await server.Request.Task).Split("\r\n");
        Assert.Equal("OPTIONS /hook HTTP/1.1", lines[0]);
        Assert.Contains("WebHook-Request-Origin: registry.example.com", lines);
        Assert.Contains("WebHook-Request-Rate: 6000", lines);
    }

    private NetworkWebhookSender Sender(bool allowPrivate = true) =>
        new(new OutboundConnector(new OutboundOptions { AllowPrivate = allowPrivate }, new DnsResolver(), _time), _time, "registry.example.com");

    private async Task<DeliveryAnswer> SendAsync(int port, string secret = "secret", string? trace = null, bool allowPrivate = true)
    {
        using var sender = Sender(allowPrivate);
        return await sender.SendAsync(new Uri($"http://127.0.0.1:{port}/hook?x=1"), Body, secret, trace, CancellationToken.None);
    }
}

using System.Collections.Concurrent;
using System.Text;
using Registry.Core.Health.Probing;
using Registry.Core.Webhooks;

namespace Registry.Http.Tests;

/// <summary>Receivers that answer what a test says.</summary>
internal sealed class StubSender : IWebhookSender
{
    public int StatusCode { get; set; } = 204;

    public ConcurrentQueue<(Uri Url, string Body, string Secret, string? Trace)> Sent { get; } = new();

    public Task<DeliveryAnswer> SendAsync(Uri url, ReadOnlyMemory<byte> body, string secret, string? trace, CancellationToken cancellationToken)
    {
        Sent.Enqueue((url, Encoding.UTF8.GetString(body.Span), secret, trace));
        return Task.FromResult(new DeliveryAnswer(StatusCode, ProbeError.None));
    }

    public Task<HandshakeAnswer> VerifyAsync(Uri url, CancellationToken cancellationToken) => Task.FromResult(new HandshakeAnswer(null, 6000));
}

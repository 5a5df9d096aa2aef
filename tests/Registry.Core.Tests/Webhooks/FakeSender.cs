using System.Text.Json;
using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

/// <summary>Receivers that do what a test says.</summary>
internal sealed class FakeSender : IWebhookSender
{
    /// <summary>By host of the URL.</summary>
    public Func<string, SentEvent, Task<DeliveryAnswer>> Answer { get; set; } = (_, _) => Task.FromResult(LineHarness.Ok);

    public Func<HandshakeAnswer> Handshake { get; set; } = () => new HandshakeAnswer(null, 6000);

    /// <summary>Everything that was sent, successful or not.</summary>
    public List<SentEvent> Sent { get; } = [];

    public int Handshakes { get; private set; }

    public List<SentEvent> Delivered { get; } = [];

    public async Task<DeliveryAnswer> SendAsync(Uri url, ReadOnlyMemory<byte> body, string secret, string? trace, CancellationToken cancellationToken)
    {
        using var parsed = JsonDocument.Parse(body);
        var root = parsed.RootElement;
        var sent = new SentEvent(
            url, root.GetProperty("id").GetString()!, root.GetProperty("type").GetString()!, root.GetProperty("subject").GetString()!, secret);
        Sent.Add(sent);
        var answer = await Answer(url.Host, sent);
        if (answer.IsDelivered)
        {
            Delivered.Add(sent);
        }

        return answer;
    }

    public Task<HandshakeAnswer> VerifyAsync(Uri url, CancellationToken cancellationToken)
    {
        Handshakes++;
        return Task.FromResult(Handshake());
    }
}

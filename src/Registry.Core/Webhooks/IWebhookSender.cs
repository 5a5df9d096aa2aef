namespace Registry.Core.Webhooks;

/// <summary>The way to receivers.</summary>
public interface IWebhookSender
{
    /// <summary>Posts one event. Ends by itself, in time.</summary>
    /// <param name="url">Checked.</param>
    /// <param name="body">A CloudEvent in JSON.</param>
    /// <param name="secret">Signs it; empty for no signature.</param>
    /// <param name="trace">W3C traceparent; null for none.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    Task<DeliveryAnswer> SendAsync(Uri url, ReadOnlyMemory<byte> body, string secret, string? trace, CancellationToken cancellationToken);

    /// <summary>Asks whether a receiver wants events. Ends by itself, in time.</summary>
    Task<HandshakeAnswer> VerifyAsync(Uri url, CancellationToken cancellationToken);
}

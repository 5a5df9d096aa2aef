namespace Registry.Core.Outbound;

/// <summary>The guarded way out, for documents of others that the registry reads outside of its core.</summary>
public static class OutboundHttp
{
    /// <summary>A handler as probes, hooks and webhooks use it: addresses are checked as it connects, no redirect, no proxy, no cookie.</summary>
    /// <param name="options">Where it may go.</param>
    /// <param name="maxBytes">Bytes that one connection may bring, TLS and headers included.</param>
    /// <param name="time">Of this machine.</param>
    public static HttpMessageHandler CreateHandler(OutboundOptions options, int maxBytes, TimeProvider time) =>
        new OutboundConnector(options, new DnsResolver(), time).CreateHandler(maxBytes);
}

namespace Registry.Core.Webhooks;

/// <summary>What webhooks can be told.</summary>
public sealed record WebhookOptions
{
    /// <summary>
    /// Whether a new URL must agree before anything is delivered to it (CloudEvents, "HTTP 1.1 Web Hooks", §4).
    /// <c>Registry__Webhooks__Verify</c>; default true, false on a development instance.
    /// </summary>
    public bool Verify { get; init; } = true;

    /// <summary>Who asks, in the handshake: a DNS name. <c>Registry__Webhooks__Origin</c>; default <c>agent-registry</c>.</summary>
    public string Origin { get; init; } = "agent-registry";
}

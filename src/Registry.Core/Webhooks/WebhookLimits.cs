namespace Registry.Core.Webhooks;

/// <summary>Limits on subscriptions and on what is kept of their deliveries.</summary>
public static class WebhookLimits
{
    /// <summary>Subscriptions of a registry. Each may have <see cref="MaxSending"/> connections open: together as many as probes may have.</summary>
    public const int MaxSubscriptions = 64;

    public const int MaxUrlLength = 2048;

    public const int MaxTypes = 32;

    /// <summary>Characters. A key longer than a block of SHA-256 (64 bytes) is no better.</summary>
    public const int MaxSecretLength = 256;

    public const int MinSecretLength = 16;

    /// <summary>Newest outcomes that are kept.</summary>
    public const int MaxDeliveries = 50;

    /// <summary>Newest that were given up.</summary>
    public const int MaxDeadLetters = 100;

    /// <summary>Events that failed, or wait behind one of their agent that failed. When so many are held, no newer ones are looked at.</summary>
    internal const int MaxHeld = 100;

    /// <summary>Agents whose events fail one after another, none succeeding between: then the receiver is taken to be down, and nothing new is tried.</summary>
    internal const int MaxFailing = 3;

    /// <summary>Requests to one receiver at once, each of another agent.</summary>
    internal const int MaxSending = 4;

    /// <summary>Events that are read at once.</summary>
    internal const int ReadSize = 100;

    /// <summary>From the first attempt, or from when it was held back; without hours in which nobody tried, because the registry was stopped or the subscription paused.</summary>
    internal static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    /// <summary>Twice what a receiver may ask for, or anything that is held waits: when nobody tried for longer, the registry was stopped or the subscription paused.</summary>
    internal const long UntriedMs = 2 * 3600 * 1000L;

    /// <summary>For one request, its answer included.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
}

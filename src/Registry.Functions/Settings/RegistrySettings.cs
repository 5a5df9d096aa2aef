using Registry.Core.Webhooks;
using Registry.Http.Auth;
using Registry.Http.Traffic;

namespace Registry.Functions.Settings;

/// <summary>Every setting, checked. <c>docs/deployment.md</c> lists them with their defaults.</summary>
internal sealed class RegistrySettings
{
    public required StorageSettings Storage { get; init; }

    public required TimingSettings Timing { get; init; }

    public required IReadOnlyList<ApiKeyOptions> Keys { get; init; }

    /// <summary>An authority whose tokens are taken beside keys; null for none.</summary>
    public required OidcSettings? Oidc { get; init; }

    public required ProbingSettings Probing { get; init; }

    /// <summary>Whether probes, hooks and webhooks may reach private and loopback addresses. Default: on a development instance only.</summary>
    public required bool OutboundAllowPrivate { get; init; }

    public required WebhookOptions Webhooks { get; init; }

    public required TrafficLimits Limits { get; init; }

    /// <summary>Origins of web pages of others that may call.</summary>
    public required IReadOnlyList<string> CorsOrigins { get; init; }

    /// <summary>The agent types that <c>/ready</c> waits for when it is not told.</summary>
    public required IReadOnlyList<string> RequiredTypes { get; init; }

    public required Schedule SweepSchedule { get; init; }

    public required Schedule ProbeSchedule { get; init; }

    /// <summary>Where the standalone app listens.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Whether the standalone app starts Azurite when the storage is the development storage and nothing listens there.</summary>
    public required bool StartAzurite { get; init; }

    /// <summary>Names below <c>Registry__</c> that mean nothing here. Told, not refused: during an upgrade settings may be ahead of the app.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }
}

using Microsoft.Extensions.DependencyInjection;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Diagnostics;
using Registry.Core.Health.Probing;
using Registry.Core.Outbound;
using Registry.Functions.Settings;

namespace Registry.Functions.Composition;

/// <summary>The registry's own services, the same under the Functions host and standalone.</summary>
internal static class RegistryServices
{
    public static IServiceCollection AddRegistry(this IServiceCollection services, RegistrySettings settings, RegistryStorage storage, TimeProvider time) =>
        services
            .AddSingleton(time)
            .AddSingleton(Entropy.System)
            .AddSingleton(storage.Table)
            .AddSingleton(storage.Clock)
            .AddSingleton(storage.Counters)
            .AddSingleton(Options(settings))
            .AddSingleton<RegistryMetrics>()
            .AddSingleton<AgentRegistry>();

    /// <summary>What fills in registrations that leave it out.</summary>
    public static RegistrationDefaults Defaults(RegistrySettings settings) => new()
    {
        ServiceTtlSeconds = settings.Probing.ServiceTtlSeconds,
        HealthCheckIntervalSeconds = settings.Probing.IntervalSeconds,
        AllowPrivateHooks = settings.OutboundAllowPrivate,
    };

    private static RegistryOptions Options(RegistrySettings settings) => new()
    {
        Shards = settings.Storage.Shards,
        MaxStaleness = settings.Timing.MaxStaleness,
        HeartbeatFlushInterval = settings.Timing.HeartbeatFlushInterval,
        VectorRefresh = settings.Timing.VectorRefresh,
        UsageFlushInterval = settings.Timing.UsageFlushInterval,
        EventRetention = settings.Timing.EventRetention,
        Defaults = Defaults(settings),
        Probes = new ProbeDefaults
        {
            TimeoutSeconds = settings.Probing.TimeoutSeconds,
            FailureThreshold = settings.Probing.FailureThreshold,
            SuccessThreshold = settings.Probing.SuccessThreshold,
        },
        Outbound = new OutboundOptions { AllowPrivate = settings.OutboundAllowPrivate },
        Webhooks = settings.Webhooks,
        EventSource = "/registries/" + settings.Storage.Table,
        NextSweep = last => settings.SweepSchedule.After(DateTimeOffset.FromUnixTimeMilliseconds(last)).ToUnixTimeMilliseconds(),
    };
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Registry.Core;
using Registry.Core.Diagnostics;
using Registry.Http.Agents;
using Registry.Http.Auth;
using Registry.Http.Auth.Oidc;
using Registry.Http.Batches;
using Registry.Http.Correlation;
using Registry.Http.Dependencies;
using Registry.Http.Events;
using Registry.Http.Health;
using Registry.Http.Hooks;
using Registry.Http.Indexes;
using Registry.Http.Lifecycles;
using Registry.Http.Metrics;
using Registry.Http.OpenApi;
using Registry.Http.Resolution;
using Registry.Http.Services;
using Registry.Http.Statistics;
using Registry.Http.Subscriptions;
using Registry.Http.Traffic;
using Registry.Http.Trust;
using Registry.Http.Usage;
using Registry.Http.Versions;

namespace Registry.Http;

/// <summary>The services of the HTTP surface.</summary>
public static class RegistryHttpServices
{
    /// <summary>Needs an <see cref="Core.Agents.AgentRegistry"/> among the services; takes <see cref="Entropy"/> and <see cref="TimeProvider"/> from there if they are.</summary>
    public static IServiceCollection AddRegistryHttp(this IServiceCollection services, RegistryHttpOptions options)
    {
        services.AddRouting();
        services.AddResponseCompression();
        services.AddRateLimiter();
        services.AddSingleton<CallerLimit>();
        services.AddCors(cors => cors.AddDefaultPolicy(policy => CorsRules.Configure(policy, options.CorsOrigins)));
        services.TryAddSingleton(Entropy.System);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RegistryMetrics>();
        services.AddSingleton(options);
        services.AddSingleton<Authenticator>();
        if (options.Oidc is { } oidc)
        {
            services.AddSingleton(oidc);
            services.AddSingleton<OidcDocuments>();
            services.AddSingleton<OidcKeys>();
            services.AddSingleton<OidcAuthenticator>();
        }

        services.AddSingleton<OwnerEndpoint>();
        services.AddSingleton<CorrelationIds>();
        services.AddSingleton<AgentRegistrationEndpoints>();
        services.AddSingleton<AgentLeaseEndpoints>();
        services.AddSingleton<AgentReadEndpoints>();
        services.AddSingleton<VersionEndpoints>();
        services.AddSingleton<HookEndpoints>();
        services.AddSingleton<IndexEndpoints>();
        services.AddSingleton<AgentBatchEndpoints>();
        services.AddSingleton<BatchRunner>();
        services.AddSingleton<LifecycleEndpoints>();
        services.AddSingleton<ErrorEndpoints>();
        services.AddSingleton<ActivationBatchEndpoint>();
        services.AddSingleton<DependencyEndpoints>();
        services.AddSingleton<GraphEndpoints>();
        services.AddSingleton<EventEndpoints>();
        services.AddSingleton<AuditEndpoint>();
        services.AddSingleton<SubscriptionEndpoints>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<JobEndpoints>();
        services.AddSingleton<AgentHealthEndpoints>();
        services.AddSingleton<MaintenanceEndpoints>();
        services.AddSingleton<StatisticsEndpoints>();
        services.AddSingleton<UsageEndpoint>();
        services.AddSingleton<CleanupEndpoints>();
        services.AddSingleton<ServiceHealthSource>();
        services.AddSingleton<ServiceEndpoints>();
        services.AddSingleton<ServiceListEndpoints>();
        services.AddSingleton<ServiceRegistryEndpoints>();
        services.AddSingleton<ResolveEndpoints>();
        services.AddSingleton<CircuitEndpoints>();
        services.AddSingleton<AuthorityEndpoints>();
        services.AddSingleton<AgentTrustEndpoints>();
        services.AddSingleton<HttpMetrics>();
        services.AddSingleton<MetricsCollector>();
        services.AddSingleton<MetricsEndpoint>();
        services.AddSingleton<DocumentEndpoints>();
        return services;
    }
}

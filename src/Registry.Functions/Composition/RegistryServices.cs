using Microsoft.Extensions.DependencyInjection;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Functions.Settings;

namespace Registry.Functions.Composition;

/// <summary>The registry's own services, the same under the Functions host and standalone.</summary>
internal static class RegistryServices
{
    public static IServiceCollection AddRegistry(this IServiceCollection services, RegistrySettings settings, RegistryStorage storage, TimeProvider time) =>
        services
            .AddSingleton(time)
            .AddSingleton(Entropy.System)
            .AddSingleton(settings)
            .AddSingleton(storage.Table)
            .AddSingleton(storage.Clock)
            .AddSingleton<AgentRegistry>();

    public static IServiceCollection AddJobs(this IServiceCollection services, RegistrySettings settings) => services;
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Functions.Settings;

namespace Registry.Functions.Jobs;

/// <summary>The jobs that the standalone app runs in process.</summary>
internal static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services, RegistrySettings settings) =>
        services
            .AddSingleton<ScheduledSweep>()
            .AddSingleton<IHostedService>(provider => new ScheduledJob(
                ScheduledSweep.Name,
                settings.SweepSchedule,
                provider.GetRequiredService<ScheduledSweep>().RunAsync,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ScheduledJob>>()));
}

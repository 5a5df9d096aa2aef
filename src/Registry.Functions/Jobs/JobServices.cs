using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Core.Agents;
using Registry.Functions.Settings;

namespace Registry.Functions.Jobs;

/// <summary>The jobs that the standalone app runs in process.</summary>
internal static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services, RegistrySettings settings) =>
        services
            .AddSingleton<ScheduledSweep>()
            .AddSingleton(provider => new ScheduledProbe(
                provider.GetRequiredService<AgentRegistry>(), provider.GetRequiredService<ILogger<ScheduledProbe>>(), settings.Probing.Enabled))
            .AddJob(ScheduledSweep.Name, settings.SweepSchedule, provider => provider.GetRequiredService<ScheduledSweep>().RunAsync)
            .AddJob(ScheduledProbe.Name, settings.ProbeSchedule, provider => provider.GetRequiredService<ScheduledProbe>().RunAsync);

    private static IServiceCollection AddJob(
        this IServiceCollection services, string name, Schedule schedule, Func<IServiceProvider, Func<CancellationToken, Task>> run) =>
        services.AddSingleton<IHostedService>(provider => new ScheduledJob(
            name,
            schedule,
            run(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ScheduledJob>>()));
}

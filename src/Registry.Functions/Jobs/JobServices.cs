using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Core.Agents;
using Registry.Functions.Settings;

namespace Registry.Functions.Jobs;

/// <summary>The jobs, by name: the standalone app runs them in process, the Functions host through a timer function of the same name.</summary>
internal static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services, RegistrySettings settings, bool inProcess) =>
        services
            .AddSingleton<ScheduledSweep>()
            .AddSingleton(provider => new ScheduledProbe(
                provider.GetRequiredService<AgentRegistry>(), provider.GetRequiredService<ILogger<ScheduledProbe>>(), settings.Probing.Enabled))
            .AddJob(ScheduledSweep.Name, settings.SweepSchedule, provider => provider.GetRequiredService<ScheduledSweep>().RunAsync, inProcess)
            .AddJob(ScheduledProbe.Name, settings.ProbeSchedule, provider => provider.GetRequiredService<ScheduledProbe>().RunAsync, inProcess);

    private static IServiceCollection AddJob(
        this IServiceCollection services, string name, Schedule schedule, Func<IServiceProvider, Func<CancellationToken, Task>> run, bool inProcess)
    {
        services.AddKeyedSingleton(name, (provider, _) => new Job(name, schedule, run(provider)));
        return inProcess ? services.AddSingleton<IHostedService>(provider => Schedule(provider, name)) : services;
    }

    private static ScheduledJob Schedule(IServiceProvider provider, string name)
    {
        var job = provider.GetRequiredKeyedService<Job>(name);
        return new ScheduledJob(
            name, job.Schedule, job.Run, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ScheduledJob>>());
    }
}

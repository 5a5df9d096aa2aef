using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Registry.Core.Agents;
using Registry.Functions.Composition;
using Registry.Functions.Jobs;
using Registry.Functions.Standalone;
using Registry.Functions.Tests.Settings;
using Registry.Functions.Worker;
using Registry.Testing;

namespace Registry.Functions.Tests.Worker;

public sealed class WorkerServicesTests
{
    [Fact]
    public void HostedServices_OfTheWorker_HoldTheLastFlushAndNoTimer()
    {
        using var app = WorkerApps.Build(TimeProvider.System);

        // The server is the other one.
        Assert.Single(app.Services.GetServices<IHostedService>(), service => service is LastFlush);
        Assert.DoesNotContain(app.Services.GetServices<IHostedService>(), service => service is ScheduledJob or WarmUp);
    }

    [Fact]
    public void Services_OfBothStarts_AreTheSame()
    {
        var settings = SettingsOf.Valid(("Registry__Storage", "memory"));
        var time = TimeProvider.System;
        var storage = StorageFactory.Create(settings.Storage, time);
        var standalone = Described(new ServiceCollection().AddApp(settings, storage, time, standalone: true));
        var worker = Described(new ServiceCollection().AddApp(settings, storage, time, standalone: false));

        // Sweep and probe keep their schedules in process.
        Assert.Equal(standalone.Where(name => name != typeof(IHostedService).FullName), worker);
        Assert.Equal(2, standalone.Count(name => name == typeof(IHostedService).FullName));
    }

    [Fact]
    public async Task RunJob_Sweep_Sweeps()
    {
        using var app = WorkerApps.Build(TimeProvider.System);

        await app.Services.RunJobAsync(ScheduledSweep.Name, CancellationToken.None);

        var health = await app.Services.GetRequiredService<AgentRegistry>().HealthAsync(CancellationToken.None);
        Assert.Contains("sweep", health.Jobs.Keys);
    }

    [Fact]
    public async Task RunJob_ProbingSwitchedOff_ProbesNobody()
    {
        using var app = WorkerApps.Build(TimeProvider.System, ("Registry__Probing__Enabled", "false"));

        await app.Services.RunJobAsync(ScheduledProbe.Name, CancellationToken.None);

        var health = await app.Services.GetRequiredService<AgentRegistry>().HealthAsync(CancellationToken.None);
        Assert.DoesNotContain("probe", health.Jobs.Keys);
    }

    [Fact]
    public async Task Stop_HeartbeatThatWaitsForItsFlush_IsDurableFirst()
    {
        var time = new ManualTimeProvider();
        using var app = WorkerApps.Build(time, WorkerRequests.Admin);
        await app.StartAsync();
        Assert.Equal(201, await app.AnswerAsync(WorkerRequests.Request("POST", "/agents/register", WorkerRequests.Agent)));
        // The first is flushed at once, the second waits for an interval that does not pass here.
        Assert.Equal(200, await app.AnswerAsync(WorkerRequests.Request("POST", "/agents/a1/heartbeat")));
        var second = app.AnswerAsync(WorkerRequests.Request("POST", "/agents/a1/heartbeat"));
        Assert.False(second.IsCompleted);

        var stop = app.StopAsync();
        while (!stop.IsCompleted)
        {
            // Time goes on for the interval between two flushes, never for a limit on work that is under way.
            if (time.UntilNextTimer is { } next && next <= TimeSpan.FromMilliseconds(100))
            {
                time.Advance(next);
            }

            await Task.Yield();
        }

        await stop;
        Assert.Equal(200, await second.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static List<string?> Described(IServiceCollection services) => [.. services.Select(service => service.ServiceType.FullName).Order(StringComparer.Ordinal)];
}

using Microsoft.Azure.Functions.Worker;
using Registry.Functions.Jobs;
using Registry.Functions.Worker;

namespace Registry.Functions.Triggers;

/// <summary>
/// Two, not one a job: every timer function scales on instances of its own, each of which loads the shards for itself. The host resolves
/// the schedules from app settings; one that is missing disables its function.
/// </summary>
public sealed class TimerTriggers(IServiceProvider services)
{
    [Function(ScheduledSweep.Name)]
    public Task Sweep([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        services.RunJobAsync(ScheduledSweep.Name, cancellationToken);

    [Function(ScheduledProbe.Name)]
    public Task Probe([TimerTrigger("%ProbeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        services.RunJobAsync(ScheduledProbe.Name, cancellationToken);
}

using Registry.Functions.Settings;

namespace Registry.Functions.Jobs;

/// <summary>What runs on a schedule, whoever keeps it.</summary>
/// <param name="Name">As the timer function that runs it is named.</param>
/// <param name="Schedule">When, standalone; the Functions host reads the same setting by itself.</param>
/// <param name="Run">The job. Ends early when its token is cancelled.</param>
internal sealed record Job(string Name, Schedule Schedule, Func<CancellationToken, Task> Run);

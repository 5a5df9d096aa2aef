using System.Collections.Concurrent;
using Registry.Core.Sharding;

namespace Registry.Core.Tests.Simulation;

/// <summary>Runs seeds, each on a thread of its own, as many at once as there are processors.</summary>
internal static class SimulationRunner
{
    private const int KeptEvents = 150;

    // A run takes a fraction of a second. One that never comes back (a loop without an await) must not hang the tests.
    private static readonly TimeSpan RealTime = TimeSpan.FromSeconds(120);

    /// <summary>One seed. Fails when the run does not come back.</summary>
    public static SimulationReport Run(ulong seed, Safeguard disabled = Safeguard.None, int keptEvents = KeptEvents) =>
        Run(seed, SimulationRun.Execute, disabled, keptEvents);

    /// <summary>A range of seeds; reports in order.</summary>
    public static IReadOnlyList<SimulationReport> Run(ulong from, int count, Safeguard disabled = Safeguard.None) =>
        Run(from, count, SimulationRun.Execute, disabled);

    /// <summary>One seed of any simulation.</summary>
    public static SimulationReport Run(
        ulong seed, Func<ulong, Safeguard, int, SimulationReport> execute, Safeguard disabled = Safeguard.None, int keptEvents = KeptEvents)
    {
        SimulationReport? report = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                report = execute(seed, disabled, keptEvents);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })
        { IsBackground = true, Name = $"simulation {seed}" };
        thread.Start();
        if (!thread.Join(RealTime))
        {
            throw new TimeoutException($"The run of seed {seed} did not come back within {RealTime}.");
        }

        return report ?? throw new InvalidOperationException($"The run of seed {seed} threw.", failure);
    }

    /// <summary>A range of seeds of any simulation; reports in order.</summary>
    public static IReadOnlyList<SimulationReport> Run(
        ulong from, int count, Func<ulong, Safeguard, int, SimulationReport> execute, Safeguard disabled = Safeguard.None)
    {
        var reports = new ConcurrentDictionary<ulong, SimulationReport>();
        var next = -1;
        void Work()
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var seed = from + (ulong)i;
                reports[seed] = Run(seed, execute, disabled);
            }
        }

        Task.WaitAll([.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning))]);
        return [.. reports.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
    }
}

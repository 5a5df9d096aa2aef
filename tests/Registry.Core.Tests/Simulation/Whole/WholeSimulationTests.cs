using System.Globalization;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>
/// Everything at once, on instances that pause, sleep, die and have wrong clocks. Names each promise and how often it was checked. More seeds, and one again, by the
/// variables of <see cref="SimulationTests"/>.
/// </summary>
public sealed class WholeSimulationTests(ITestOutputHelper output)
{
    private const int AlwaysOn = 30;
    private const int EventsOfReplay = 100_000;

    [Fact]
    public void Run_ManySeeds_EveryPromiseHolds()
    {
        var reports = Number("REGISTRY_SIMULATION_SEED") is { } seed
            ? [SimulationRunner.Run(seed, WholeSimulation.Execute, keptEvents: EventsOfReplay)]
            : SimulationRunner.Run(
                Number("REGISTRY_SIMULATION_FROM") ?? 1, (int)(Number("REGISTRY_SIMULATION_SEEDS") ?? AlwaysOn), WholeSimulation.Execute);

        foreach (var promise in reports.SelectMany(static report => report.Counts).GroupBy(static pair => pair.Key, static pair => pair.Value))
        {
            output.WriteLine($"{promise.Key,-80} {promise.Sum()} times");
            Assert.True(promise.Sum() > 0, promise.Key);
        }

        var failed = reports.Where(static report => !report.IsGood).ToList();
        var seeds = string.Join("\n", failed.Select(static report => $"{report.Seed}: {report.Violations[0]}"));
        Assert.True(failed.Count == 0, $"{failed.Count} of {reports.Count} seeds failed:\n{seeds}\n{failed.FirstOrDefault()?.Describe()}");
    }

    [Fact]
    public void Run_SameSeed_SameTrace()
    {
        var first = SimulationRunner.Run(5, WholeSimulation.Execute);
        var again = SimulationRunner.Run(5, WholeSimulation.Execute);

        Assert.Equal(first.TraceHash, again.TraceHash);
        Assert.True(first.Steps > 1000);
    }

    private static ulong? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}

using System.Globalization;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation.Circuits;

/// <summary>
/// Resolve and circuits on instances that pause, die and have wrong clocks. More seeds, and one again, by the variables of <see cref="SimulationTests"/>.
/// </summary>
public sealed class CircuitSimulationTests(ITestOutputHelper output)
{
    private const int AlwaysOn = 60;
    private const int EventsOfReplay = 100_000;

    [Fact]
    public void Run_ManySeeds_OneTrialAtATime()
    {
        var reports = Number("REGISTRY_SIMULATION_SEED") is { } seed
            ? [SimulationRunner.Run(seed, CircuitSimulation.Execute, keptEvents: EventsOfReplay)]
            : SimulationRunner.Run(
                Number("REGISTRY_SIMULATION_FROM") ?? 1, (int)(Number("REGISTRY_SIMULATION_SEEDS") ?? AlwaysOn), CircuitSimulation.Execute);

        var counts = reports.SelectMany(report => report.Counts).GroupBy(pair => pair.Key, pair => pair.Value).ToDictionary(group => group.Key, group => group.Sum());
        foreach (var (name, count) in counts.OrderBy(count => count.Key))
        {
            output.WriteLine($"{name,-32} {count}");
        }

        var failed = reports.Where(report => !report.IsGood).ToList();
        var seeds = string.Join(" ", failed.Select(report => report.Seed));
        Assert.True(failed.Count == 0, $"{failed.Count} of {reports.Count} seeds failed: {seeds}\n{failed.FirstOrDefault()?.Describe()}");
        Assert.All(["Closed -> Open", "Open -> HalfOpen", "HalfOpen -> Open", "HalfOpen -> Closed"], step => Assert.True(counts.GetValueOrDefault(step) > 0, step));
    }

    private static ulong? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}

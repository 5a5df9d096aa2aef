using System.Globalization;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>The promises on edges and activation, on instances that pause, die and have wrong clocks, over storage that fails. More seeds and replay as for <see cref="SimulationTests"/>.</summary>
public sealed class GraphSimulationTests(ITestOutputHelper output)
{
    private const int AlwaysOn = 60;
    private const int EventsOfReplay = 100_000;

    [Fact]
    public void Run_ManySeeds_NoCycleAndNoActiveAgentOnWhatIsNot()
    {
        var reports = Number("REGISTRY_SIMULATION_SEED") is { } seed
            ? [SimulationRunner.Run(seed, GraphSimulation.Execute, keptEvents: EventsOfReplay)]
            : SimulationRunner.Run(
                Number("REGISTRY_SIMULATION_FROM") ?? 1, (int)(Number("REGISTRY_SIMULATION_SEEDS") ?? AlwaysOn), GraphSimulation.Execute);

        foreach (var count in reports.SelectMany(report => report.Counts).GroupBy(pair => pair.Key, pair => pair.Value).OrderBy(group => group.Key))
        {
            output.WriteLine($"{count.Key,-40} {count.Sum()}");
        }

        var failed = reports.Where(report => !report.IsGood).ToList();
        var seeds = string.Join("\n", failed.Select(report => $"{report.Seed}: {report.Violations[0]}"));
        Assert.True(failed.Count == 0, $"{failed.Count} of {reports.Count} seeds failed:\n{seeds}\n{failed.FirstOrDefault()?.Describe()}");
    }

    private static ulong? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}

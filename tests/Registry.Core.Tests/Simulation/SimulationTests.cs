using System.Globalization;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation;

/// <summary>
/// Every promise of the registry, on instances that pause, die and have wrong clocks, over storage that fails. Always on: the first seeds. More: <c>REGISTRY_SIMULATION_SEEDS</c>
/// (how many) and <c>REGISTRY_SIMULATION_FROM</c> (the first). One again: <c>REGISTRY_SIMULATION_SEED</c>.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int AlwaysOn = 200;
    private const int EventsOfReplay = 100_000;

    [Fact]
    public void Run_ManySeeds_EveryPromiseHolds()
    {
        var reports = Setting("REGISTRY_SIMULATION_SEED") is { } seed
            ? [SimulationRunner.Run(seed, keptEvents: EventsOfReplay)]
            : SimulationRunner.Run(Setting("REGISTRY_SIMULATION_FROM") ?? 1, (int)(Setting("REGISTRY_SIMULATION_SEEDS") ?? AlwaysOn));

        foreach (var (name, count) in reports.SelectMany(report => report.Counts).GroupBy(pair => pair.Key).Select(group => (group.Key, group.Sum(pair => pair.Value))).Order())
        {
            output.WriteLine($"{name,-32} {count}");
        }

        var failed = reports.Where(report => !report.IsGood).ToList();
        Assert.True(failed.Count == 0, $"{failed.Count} of {reports.Count} seeds failed: {string.Join(" ", failed.Select(report => report.Seed))}\n{failed.FirstOrDefault()?.Describe()}");
    }

    [Fact]
    public void Run_SameSeed_SameTrace()
    {
        var first = SimulationRunner.Run(17);
        var again = SimulationRunner.Run(17);

        Assert.Equal(first.TraceHash, again.TraceHash);
        Assert.True(first.Steps > 1000);
    }

    private static ulong? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}

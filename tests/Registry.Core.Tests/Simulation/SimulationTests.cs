using System.Globalization;
using Registry.Core.Sharding;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation;

/// <summary>
/// Every promise of the registry, on instances that pause, die and have wrong clocks, over storage that fails. Always on: the first seeds. More: <c>REGISTRY_SIMULATION_SEEDS</c>
/// (how many) and <c>REGISTRY_SIMULATION_FROM</c> (the first). One again, with all its events: <c>REGISTRY_SIMULATION_SEED</c>. Without a safeguard, to see seeds
/// that need it: <c>REGISTRY_SIMULATION_WITHOUT</c> (its name).
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int AlwaysOn = 200;
    private const int EventsOfReplay = 100_000;

    [Fact]
    public void Run_ManySeeds_EveryPromiseHolds()
    {
        var without = Enum.Parse<Safeguard>(Environment.GetEnvironmentVariable("REGISTRY_SIMULATION_WITHOUT") is { Length: > 0 } name ? name : nameof(Safeguard.None));
        var reports = Setting("REGISTRY_SIMULATION_SEED") is { } seed
            ? [SimulationRunner.Run(seed, without, EventsOfReplay)]
            : SimulationRunner.Run(Setting("REGISTRY_SIMULATION_FROM") ?? 1, (int)(Setting("REGISTRY_SIMULATION_SEEDS") ?? AlwaysOn), without);

        foreach (var (what, count) in reports.SelectMany(report => report.Counts).GroupBy(pair => pair.Key).Select(group => (group.Key, group.Sum(pair => pair.Value))).Order())
        {
            output.WriteLine($"{what,-32} {count}");
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

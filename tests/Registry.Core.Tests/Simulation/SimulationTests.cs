using System.Globalization;
using Registry.Core.Sharding;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation;

/// <summary>
/// Every promise of the registry, on instances that pause, die and have wrong clocks, over storage that fails. Always on: the first seeds.
/// More: <c>REGISTRY_SIMULATION_SEEDS</c> (how many) and <c>REGISTRY_SIMULATION_FROM</c> (the first). One again, with all its events:
/// <c>REGISTRY_SIMULATION_SEED</c>. Without a safeguard, to see which seeds need it: <c>REGISTRY_SIMULATION_WITHOUT</c> (its name).
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int AlwaysOn = 200;
    private const int EventsOfReplay = 100_000;

    [Fact]
    public void Run_ManySeeds_EveryPromiseHolds()
    {
        var without = Enum.Parse<Safeguard>(Variable("REGISTRY_SIMULATION_WITHOUT") ?? nameof(Safeguard.None));
        var reports = Number("REGISTRY_SIMULATION_SEED") is { } seed
            ? [SimulationRunner.Run(seed, without, EventsOfReplay)]
            : SimulationRunner.Run(Number("REGISTRY_SIMULATION_FROM") ?? 1, (int)(Number("REGISTRY_SIMULATION_SEEDS") ?? AlwaysOn), without);

        foreach (var count in reports.SelectMany(report => report.Counts).GroupBy(pair => pair.Key, pair => pair.Value).OrderBy(group => group.Key))
        {
            output.WriteLine($"{count.Key,-32} {count.Sum()}");
        }

        var failed = reports.Where(report => !report.IsGood).ToList();
        var seeds = string.Join(" ", failed.Select(report => report.Seed));
        Assert.True(failed.Count == 0, $"{failed.Count} of {reports.Count} seeds failed: {seeds}\n{failed.FirstOrDefault()?.Describe()}");
    }

    [Fact]
    public void Run_SameSeed_SameTrace()
    {
        var first = SimulationRunner.Run(17);
        var again = SimulationRunner.Run(17);

        Assert.Equal(first.TraceHash, again.TraceHash);
        Assert.True(first.Steps > 1000);
    }

    private static ulong? Number(string name) => Variable(name) is { } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;
}

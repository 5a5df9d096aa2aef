using System.Globalization;
using Registry.Testing.Simulation;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>
/// Everything at once, on instances that pause, sleep, die and have wrong clocks. Names each promise and how often it was checked. More seeds, and one again, by the
/// variables of <see cref="SimulationTests"/>.
/// </summary>
public sealed class WholeSimulationTests(ITestOutputHelper output)
{
    private const int AlwaysOn = 200;
    private const int EventsOfReplay = 100_000;

    [Fact]
    public void Run_ManySeeds_EveryPromiseHolds()
    {
        var reports = Number("REGISTRY_SIMULATION_SEED") is { } seed
            ? [SimulationRunner.Run(seed, WholeSimulation.Execute, keptEvents: EventsOfReplay)]
            : SimulationRunner.Run(
                Number("REGISTRY_SIMULATION_FROM") ?? 1, (int)(Number("REGISTRY_SIMULATION_SEEDS") ?? AlwaysOn), WholeSimulation.Execute);

        var promises = Sum(reports.SelectMany(static report => report.Counts));
        var faults = Sum(reports.SelectMany(static report => report.Faults));
        output.WriteLine($"{reports.Count} seeds held, so many times:");
        promises.ForEach(promise => output.WriteLine($"{promise.Count,9}  {promise.Key}"));
        output.WriteLine("while so often:");
        faults.ForEach(fault => output.WriteLine($"{fault.Count,9}  {Words(fault.Key)}"));

        var failed = reports.Where(static report => !report.IsGood).ToList();
        var seeds = string.Join("\n", failed.Select(static report => $"{report.Seed}: {report.Violations[0]}"));
        Assert.True(failed.Count == 0, $"{failed.Count} of {reports.Count} seeds failed:\n{seeds}\n{failed.FirstOrDefault()?.Describe()}");
        if (reports.Count >= AlwaysOn)
        {
            // What never happened was not held.
            Assert.All(promises, static promise => Assert.True(promise.Count > 0, promise.Key));
            Assert.All(
                Enum.GetValues<SimFault>().Except([SimFault.WriteExecutedTwice]),
                kind => Assert.True(faults.Exists(fault => fault.Key == kind && fault.Count > 0), Words(kind)));
        }
    }

    [Fact]
    public void Run_SameSeed_SameTrace()
    {
        var first = SimulationRunner.Run(5, WholeSimulation.Execute);
        var again = SimulationRunner.Run(5, WholeSimulation.Execute);

        Assert.Equal(first.TraceHash, again.TraceHash);
        Assert.True(first.Steps > 1000);
    }

    private static List<(TKey Key, int Count)> Sum<TKey>(IEnumerable<KeyValuePair<TKey, int>> counts)
        where TKey : notnull =>
        [.. counts.GroupBy(static pair => pair.Key, static pair => pair.Value).Select(static group => (group.Key, group.Sum()))];

    /// <summary>KilledMidCommit: killed mid commit.</summary>
    private static string Words(SimFault fault) =>
        string.Concat(fault.ToString().Select(static (letter, i) => char.IsUpper(letter) && i > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static ulong? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}

using System.Globalization;
using Registry.EndToEnd.Tests.Processes;
using Xunit.Abstractions;

namespace Registry.EndToEnd.Tests;

/// <summary>
/// One instance on Azurite under a steady load: no error, nobody falsely unreachable, memory flat. Always on: half a minute with as much as two busy cores bear.
/// With <see cref="SecondsVariable"/> (600 for the promise) 20,000 agents with a heartbeat every 30 s, 200 discoveries and 20 resolves a second.
/// </summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private const string SecondsVariable = "REGISTRY_LOAD_SECONDS";
    private const string CurveVariable = "REGISTRY_LOAD_CURVE";

    // Between the second and the last third: what a cache or a collection more makes, not what a leak of 20,000 agents' heartbeats would.
    private const double Growth = 1.2;
    private const double GrowthMb = 20;
    private const int FewestForThirds = 30;
    private static readonly TimeSpan SetUp = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Load_Steady_NoErrorNobodyFalselyUnreachableMemoryFlat()
    {
        var full = Environment.GetEnvironmentVariable(SecondsVariable) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : (double?)null;
        var file = Environment.GetEnvironmentVariable(CurveVariable) is { Length: > 0 } path ? path : Path.GetTempFileName();
        await using var azurite = await OwnAzurite.StartAsync();
        var settings = AppSettings.On(azurite.ConnectionString)
            .With("DOTNET_STARTUP_HOOKS", BenchProcess.Path).With("BENCH_MEMORY_FILE", file).With("BENCH_MEMORY_SECONDS", full is null ? "2" : "10");
        await using var app = await RegistryProcess.StartAsync(settings);
        var url = app.Http.BaseAddress!;

        var (exitCode, said) = full is { } seconds
            ? await BenchProcess.LoadAsync(url, 20_000, heartbeatSeconds: 30, discoveries: 200, resolves: 20, seconds, SetUp + TimeSpan.FromSeconds(seconds))
            : await BenchProcess.LoadAsync(url, 1000, heartbeatSeconds: 5, discoveries: 20, resolves: 5, seconds: 30, SetUp);

        var curve = await File.ReadAllLinesAsync(file);
        output.WriteLine(said);
        output.WriteLine(string.Join('\n', curve));
        Assert.True(exitCode == 0, $"{said}\n{app.Output}");
        var memory = curve.Skip(1).Select(static line => line.Split(',').Select(static number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()).ToList();
        Assert.NotEmpty(memory);
        if (memory.Count >= FewestForThirds)
        {
            foreach (var column in new[] { 1, 2 })
            {
                var third = memory.Count / 3;
                var (middle, last) = (memory.Skip(third).Take(third).Average(row => row[column]), memory.TakeLast(third).Average(row => row[column]));
                Assert.True(last <= (middle * Growth) + GrowthMb, $"{curve[0].Split(',')[column]} went from {middle:F1} to {last:F1}");
            }
        }
    }
}

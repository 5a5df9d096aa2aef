using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;
using Registry.Core.Discovery;
using Registry.Core.Time;
using Registry.Tables.InMemory;

namespace Registry.Bench;

/// <summary>
/// What a new dependency costs among many, on the in-memory table: the check for a cycle alone, and the whole command. The graph has two halves without
/// an edge between them, so that the hardest question (from the bottom of one to the top of the other) has to look at a half before it can say no.
/// </summary>
internal static class GraphBench
{
    private const int DependenciesPerAgent = 10;
    private const int Rounds = 2000;
    private static readonly Caller Bench = new("bench", CallerRole.Admin);

    public static async Task<int> RunAsync(int edges)
    {
        var time = TimeProvider.System;
        var clock = new StorageClock(time);
        var registry = new AgentRegistry(new InMemoryTable(time, clock), clock, time, Entropy.System, new RegistryOptions());
        var half = edges / DependenciesPerAgent / 2;
        var started = Stopwatch.GetTimestamp();
        await FillAsync(registry, half);
        var fill = Stopwatch.GetElapsedTime(started);

        var random = new Random(1);
        var graph = registry.Graph.Dependencies;
        var pairs = Enumerable.Range(0, Rounds)
            .Select(_ => ($"a{random.Next(half / 10)}", $"b{half - 1 - random.Next(half / 10)}"))
            .ToList();
        var hard = await MeasureAsync(pairs, (from, to) => graph.WouldCycleAsync(from, to, Freshness.Bounded, CancellationToken.None), repeat: 5);
        var any = await MeasureAsync(
            [.. Enumerable.Range(0, Rounds).Select(_ => (Any(random, half), Any(random, half)))],
            (from, to) => graph.WouldCycleAsync(from, to, Freshness.Bounded, CancellationToken.None), repeat: 5);
        var added = await MeasureAsync(pairs.Take(Rounds / 4).ToList(), (from, to) => graph.AddAsync(from, to, Bench, CancellationToken.None), repeat: 1);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"edges {2 * half * DependenciesPerAgent}, registered in {fill.TotalSeconds:F1} s; check for a cycle, hardest pairs: {hard}; any pairs: {any}; adding, whole command: {added}"));
        return 0;
    }

    private static string Any(Random random, int half) => $"{(random.Next(2) == 0 ? 'a' : 'b')}{random.Next(half)}";

    private static async Task<string> MeasureAsync(List<(string From, string To)> pairs, Func<string, string, Task<Outcome<bool>>> ask, int repeat)
    {
        var times = new List<double>(pairs.Count);
        foreach (var (from, to) in pairs)
        {
            // The best of a few: what else runs on the machine is not what is asked.
            var best = double.MaxValue;
            for (var attempt = 0; attempt < repeat; attempt++)
            {
                var started = Stopwatch.GetTimestamp();
                await ask(from, to);
                best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Add(best);
        }

        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"median {times[times.Count / 2]:F3} ms, 99 % {times[times.Count * 99 / 100]:F3} ms, worst {times[^1]:F3} ms");
    }

    private static async Task FillAsync(AgentRegistry registry, int half)
    {
        var random = new Random(7);
        for (var first = 0; first < half; first += 250)
        {
            var batch = new List<Task<Outcome<Registered>>>();
            for (var number = first; number < Math.Min(first + 250, half); number++)
            {
                batch.Add(RegisterAsync(registry, "a", number, random));
                batch.Add(RegisterAsync(registry, "b", number, random));
            }

            foreach (var registration in batch)
            {
                if (!(await registration).Is(out _, out var refusal))
                {
                    throw new InvalidOperationException(refusal.Detail);
                }
            }
        }
    }

    private static Task<Outcome<Registered>> RegisterAsync(AgentRegistry registry, string prefix, int number, Random random)
    {
        var wanted = Enumerable.Range(0, DependenciesPerAgent)
            .Select(_ => number <= DependenciesPerAgent ? $"{prefix}-root{random.Next(1000)}" : $"{prefix}{random.Next(number)}")
            .Distinct();
        var dependencies = string.Join(",", wanted.Select(static id => $"\"{id}\""));
        var errors = new FieldErrors();
        using var body = JsonDocument.Parse($$"""{"id":"{{prefix}}{{number}}","name":"n","type":"t","kind":"component","dependencies":[{{dependencies}}]}""");
        return RegistrationReader.TryRead(body.RootElement, null, new RegistrationDefaults(), errors, out var input)
            ? registry.RegisterAsync(input.ToRequest(), Bench, CancellationToken.None)
            : throw new InvalidOperationException(string.Join(", ", errors.ByField.Keys));
    }
}

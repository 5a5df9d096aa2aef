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

/// <summary>What needs no network: memory of an agent, and the time of a filtered discovery, on the in-memory table.</summary>
internal static class InProcess
{
    private const int Rounds = 20_000;

    public static async Task<int> RunAsync(int agents)
    {
        var time = TimeProvider.System;
        var clock = new StorageClock(time);
        var table = new InMemoryTable(time, clock);
        await FillAsync(new AgentRegistry(table, clock, time, Entropy.System, new RegistryOptions()), agents);

        // A second registry loads what the first one wrote: its memory is that of a cold start.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var registry = new AgentRegistry(table, clock, time, Entropy.System, new RegistryOptions());
        var started = Stopwatch.GetTimestamp();
        await registry.LoadAsync(CancellationToken.None);
        var load = Stopwatch.GetElapsedTime(started);
        var perAgent = (GC.GetTotalMemory(forceFullCollection: true) - before) / agents;

        var errors = new FieldErrors();
        var query = DiscoveryQuery.Parse([KeyValuePair.Create("type", "rare-type"), KeyValuePair.Create("capability", "rare")], errors)!;
        var found = 0;
        for (var round = 0; round < 2 * Rounds; round++)
        {
            if (round == Rounds)
            {
                started = Stopwatch.GetTimestamp();
            }

            found = (await registry.DiscoverAsync(query, Freshness.Bounded, CancellationToken.None)).Is(out var result, out _) ? result.Total : -1;
        }

        var discovery = Stopwatch.GetElapsedTime(started).TotalMicroseconds / Rounds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"agents {agents}; bytes an agent {perAgent}; cold load {load.TotalMilliseconds:F0} ms; discovery of {found}: {discovery:F1} us"));
        GC.KeepAlive(registry);
        return 0;
    }

    private static async Task FillAsync(AgentRegistry registry, int agents)
    {
        for (var first = 0; first < agents; first += 500)
        {
            var batch = Enumerable.Range(first, Math.Min(500, agents - first)).Select(number =>
            {
                var errors = new FieldErrors();
                using var body = JsonDocument.Parse(Seeding.Registration(number));
                return RegistrationReader.TryRead(body.RootElement, null, new RegistrationDefaults(), errors, out var input)
                    ? registry.RegisterAsync(input.ToRequest(), new Caller("bench", CallerRole.Agent), CancellationToken.None)
                    : throw new InvalidOperationException(string.Join(", ", errors.ByField.Keys));
            }).ToList();
            foreach (var registration in batch)
            {
                if (!(await registration).Is(out _, out var refusal))
                {
                    throw new InvalidOperationException(refusal.Detail);
                }
            }
        }
    }
}

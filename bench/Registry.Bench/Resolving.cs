using System.Diagnostics;
using System.Globalization;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Resolution;
using Registry.Core.Time;
using Registry.Tables.InMemory;

namespace Registry.Bench;

/// <summary>The time and the allocation of one resolve with 20 candidates among many agents, without network; and while one of them joins and leaves all the time.</summary>
internal static class Resolving
{
    private const int Rounds = 200_000;
    private const int Candidates = 20;

    private static readonly Caller Caller = new("bench", CallerRole.Agent);

    public static async Task<int> RunAsync(int agents)
    {
        foreach (var strategy in Enum.GetValues<ResolutionStrategy>())
        {
            var registry = await FillAsync(agents, strategy);
            var query = new ResolveQuery { Type = "llm", Capabilities = [new CapabilityFilter("chat", null)] };
            await TimeAsync(registry, query);
            var (quiet, bytes) = await TimeAsync(registry, query);
            using var stop = new CancellationTokenSource();
            var changing = Task.Run(() => JoinAndLeaveAsync(registry, strategy, stop.Token));
            var (busy, _) = await TimeAsync(registry, query);
            await stop.CancelAsync();
            var perSecond = await changing / (busy * Rounds / 1e6);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"resolve of {Candidates} among {agents}, {strategy}: {quiet:F2} us, {bytes} bytes; while one joins or leaves {perSecond:F0} times a second: {busy:F2} us"));
        }

        return 0;
    }

    private static async Task<(double Microseconds, long Bytes)> TimeAsync(AgentRegistry registry, ResolveQuery query)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++)
        {
            var outcome = await registry.Resolution.ResolveAsync(query, Caller, Freshness.Bounded, CancellationToken.None);
            if (!outcome.Is(out _, out var refusal))
            {
                throw new InvalidOperationException(refusal.Detail);
            }
        }

        return (Stopwatch.GetElapsedTime(started).TotalMicroseconds / Rounds, (GC.GetAllocatedBytesForCurrentThread() - bytes) / Rounds);
    }

    private static async Task<int> JoinAndLeaveAsync(AgentRegistry registry, ResolutionStrategy strategy, CancellationToken cancellationToken)
    {
        var changes = 0;
        for (; !cancellationToken.IsCancellationRequested; changes += 2)
        {
            await registry.RegisterAsync(new RegisterRequest("guest", Registration(0, strategy)), Caller, CancellationToken.None);
            await registry.UnregisterAsync("guest", Precondition.None, Caller, CancellationToken.None);
        }

        return changes;
    }

    private static async Task<AgentRegistry> FillAsync(int agents, ResolutionStrategy strategy)
    {
        var clock = new StorageClock(TimeProvider.System);
        var registry = new AgentRegistry(
            new InMemoryTable(TimeProvider.System, clock), clock, TimeProvider.System, Entropy.System, new RegistryOptions());
        foreach (var batch in Enumerable.Range(0, agents).Chunk(500))
        {
            var registrations = batch.Select(number => registry.RegisterAsync(
                new RegisterRequest(string.Create(CultureInfo.InvariantCulture, $"p{number}"), Registration(number, strategy)), Caller, CancellationToken.None)).ToList();
            foreach (var registration in registrations)
            {
                if (!(await registration).Is(out _, out var refusal))
                {
                    throw new InvalidOperationException(refusal.Detail);
                }
            }
        }

        return registry;
    }

    private static Registration Registration(int number, ResolutionStrategy strategy) => new()
    {
        Name = "provider",
        Type = number < Candidates ? "llm" : string.Create(CultureInfo.InvariantCulture, $"type-{number % 50}"),
        Kind = AgentKind.Provider,
        Status = HealthStatus.Healthy,
        Strategy = strategy,
        Capabilities = [new Capability("stream"), new Capability("chat")],
    };
}

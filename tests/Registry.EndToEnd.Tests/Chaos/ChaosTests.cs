using System.Globalization;
using System.Text.Json.Nodes;
using Registry.Core;
using Registry.EndToEnd.Tests.Http;
using Xunit.Abstractions;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>
/// Two app processes on one Azurite. Any of the three is killed, stopped and restarted at random under load; then acknowledged is held against found. Always on for 30
/// seconds; <see cref="SecondsVariable"/> for longer, <see cref="SeedVariable"/> for a certain plan.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    public const string SeedVariable = "REGISTRY_CHAOS_SEED";
    public const string SecondsVariable = "REGISTRY_CHAOS_SECONDS";

    private const int AlwaysOnSeconds = 30;
    private const int Agents = 16;
    private const int Readers = 2;
    private const string Secret = "a long and random text";
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Chaos_OfAppsAndStorageUnderLoad_KeepsWhatWasAcknowledged()
    {
        var seed = Number(SeedVariable) ?? 1 + (int)(Entropy.System.NextDouble() * 1_000_000);
        var length = TimeSpan.FromSeconds(Number(SecondsVariable) ?? AlwaysOnSeconds);
        output.WriteLine($"seed {seed}, {length.TotalSeconds} s");
        var ledger = new ChaosLedger(seed);
        await using var receiver = new WebhookReceiver(Secret);
        await using var bed = await ChaosBed.StartAsync(ledger);
        var http = bed.App(0)!.Http;
        await ChaosGraph.RegisterAsync(http);
        await ChaosCaller.RegisterAsync(http);
        var subscription = new JsonObject { ["url"] = receiver.Url, ["types"] = new JsonArray("agent.registered", "agent.unregistered", "agent.lifecycle.changed"), ["secret"] = Secret };
        (await http.SendAsync(HttpMethod.Post, "/subscriptions", subscription.ToJsonString())).Is(System.Net.HttpStatusCode.Created);

        Random Fork(int number) => new((seed * 1000) + number);
        ChaosClient Client(int number) => new(bed, ledger, Fork(number));
        var agents = Enumerable.Range(0, Agents).Select(i => new ChaosAgent(Client(i), ledger, $"agent-{i}", Fork(100 + i))).ToList();
        var graphs = Enumerable.Range(0, ChaosGraph.Writers).Select(i => new ChaosGraph(Client(200 + i), i, Fork(300 + i))).ToList();
        var readers = Enumerable.Range(0, Readers).Select(i => (Name: $"reader {i}", Reader: new ChaosFeedReader(bed, ledger, $"reader {i}", Fork(400 + i)))).ToList();
        using var ended = new CancellationTokenSource();
        var load = agents.Select(agent => agent.RunAsync(ended.Token))
            .Concat(graphs.Select(graph => graph.RunAsync(ended.Token)))
            .Concat(readers.Select(reader => reader.Reader.RunAsync(ended.Token)))
            .Append(new ChaosCaller(Client(500), Fork(600)).RunAsync(ended.Token))
            .ToList();

        var chaos = new ChaosMonkey(bed, ledger, seed).RunAsync(length);
        await await Task.WhenAny(load.Append(chaos));
        await chaos;
        await Task.Delay(Settles, TimeProvider.System);
        await ended.CancelAsync();
        await Task.WhenAll(load);

        var all = new ChaosFeedReader(bed, ledger, "reader afterwards", Fork(700));
        await all.ReadToEndAsync();
        var checks = new ChaosChecks(bed, ledger, all.Events);
        foreach (var (name, reader) in readers)
        {
            await reader.ReadToEndAsync();
            checks.Feed(name, reader.Events);
        }

        foreach (var registration in agents.SelectMany(static agent => agent.Registrations))
        {
            await checks.RegistrationAsync(registration);
        }

        await checks.GraphAsync(graphs.SelectMany(static graph => graph.Edges));
        checks.Chains("agent.lifecycle.changed");
        checks.Chains("agent.circuit.changed");
        await DeliveredAsync(receiver, ledger, checks, all.Events);
        foreach (var (what, count) in ledger.Counts.OrderBy(static count => count.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{what,-48} {count}");
        }

        Assert.False(ledger.HasFaults, ledger.Describe());
        Assert.True(agents.Sum(static agent => agent.Registrations.Count(static registration => registration.State == ChaosState.Registered)) > 0, "nobody was registered at the end");
    }

    private static async Task DeliveredAsync(WebhookReceiver receiver, ChaosLedger ledger, ChaosChecks checks, IReadOnlyList<ChaosEvent> feed)
    {
        // Those before the subscription are not for it: the nodes' and providers' registrations.
        var expected = feed.Where(static happened =>
            happened.Type is "agent.unregistered" or "agent.lifecycle.changed" || (happened.Type == "agent.registered" && happened.Agent.StartsWith("agent-", StringComparison.Ordinal)))
            .Select(static happened => happened.Id).ToList();
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var missing = expected;
        while (missing.Count > 0 && !patience.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            missing = [.. expected.Except(receiver.Accepted.Select(static accepted => accepted.EventId))];
        }

        ledger.Check(missing.Count == 0, "webhook", $"not delivered within {Patience}: {string.Join(" ", missing)}");
        ledger.Check(receiver.Forged.IsEmpty, "webhook", "a signature was wrong");
        checks.InOrder("webhook", receiver.Accepted.DistinctBy(static accepted => accepted.EventId).Select(static accepted => (accepted.AgentId, accepted.EventId)));
        ledger.Count($"{expected.Count} deliveries checked");
    }

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}

using Registry.Core.Agents;
using Registry.Core.Events;
using Registry.Core.Sharding;
using Registry.Core.Tests.Agents;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>A checker that is shown what must not be says so, and says nothing of what may be.</summary>
public sealed class CheckerTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const string Mortal = """{"name":"n","type":"t","kind":"agent","endpoint":"https://a.example.com","ttl_seconds":10}""";

    private static readonly Uri Url = new("https://receiver.example/");
    private static readonly WholeEvent[] Happened = [Of("s0", 1), Of("s0", 2), Of("graph", 1)];

    [Theory]
    [InlineData("s0:1 graph:1 s0:2", "")]
    [InlineData("s0:1 graph:1", "reader was not told")]
    [InlineData("s0:1 s0:2 graph:1 s0:2", "was told s0:2 after s0:2")]
    [InlineData("s0:2 s0:1 graph:1", "was told s0:1 after s0:2")]
    public void Feed_GapOrDuplicate_IsNamed(string told, string expected) =>
        AssertNames(FeedChecker.Check("reader", [.. told.Split(' ').Select(Told)], Happened), expected);

    [Theory]
    [InlineData("s0:1=a s0:2=b s0:3=a", "")]
    [InlineData("s0:1=a s0:3=a s0:1=a", "")]
    [InlineData("s0:3=a s0:2=b s0:1=a", "got s0:1 of a after s0:3")]
    public void Deliveries_OutOfOrder_AreNamed(string received, string expected) =>
        AssertNames(DeliveryChecker.Order(received.Split(' ').Select(static one => (Url, one.Split('=')[0], one.Split('=')[1]))), expected);

    [Theory]
    [InlineData(60, "")]
    [InlineData(300, "still counts as reachable")]
    public void Liveness_StoppedAndStillReachable_IsNamed(int endSeconds, string expected)
    {
        var log = new RunLog([Registered(Read.Agent(Mortal) with { LapseMark = 0 })]);

        AssertNames(LivenessChecker.Check(NoHistory(), log, new RunFacts(10 * Second, endSeconds * Second, 40 * Second, 5 * Second, 0, IsFaultless: false)), expected);
    }

    [Theory]
    [InlineData(1000, "")]
    [InlineData(1001, "1001 ms old")]
    public void Ages_OlderThanTheyMayBe_AreNamed(long ageMs, string expected)
    {
        var history = NoHistory();
        var read = new Operation { Kind = OperationKind.Get, Caller = new Caller("reader", CallerRole.Operator), Marker = "m", AgeMs = ageMs };
        history.Begin(read, "i0");
        history.End(read);

        AssertNames(ReadChecker.CheckAges(history, -1, TimeSpan.FromSeconds(1)), expected);
    }

    [Fact]
    public void Stored_NotWhatTheLogSays_IsNamed()
    {
        var log = new RunLog([Registered(Read.Agent(Mortal))]);

        var faults = StorageChecker.Check("s0", [new Head(1, 1, "").ToRow()], log).ToList();

        Assert.Contains(faults, static fault => fault.Contains("head 1, oldest 1, 1 changes committed, stored", StringComparison.Ordinal));
        Assert.Contains(faults, static fault => fault.Contains("a-1 is stored as revision", StringComparison.Ordinal));
    }

    private static WholeEvent Of(string partition, long seq) => new(partition, seq, "a", "agent.updated", 0);

    private static RegistryEvent Told(string id) => new(id.Split(':')[0], long.Parse(id.Split(':')[1], provider: null), "agent.updated", "a");

    private static History NoHistory() => new(new SimWorld(1).Scheduler);

    private static LogChange Registered(Agent agent) => new(Second, Second, "i0", "s0", 1, ChangeTypes.Registered, agent.Id, null, agent.MutationId, null, agent);

    private static void AssertNames(IEnumerable<string> faults, string expected)
    {
        if (expected.Length == 0)
        {
            Assert.Empty(faults);
        }
        else
        {
            Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);
        }
    }
}

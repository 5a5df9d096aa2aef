using Registry.Core.Agents;
using Registry.Core.Health.Sweeping;

namespace Registry.Core.Tests.Health;

public sealed class JudgementTests
{
    private const long Seen = 1_000_000;

    [Theory]
    [InlineData(47_000, false)] // 75 % of 60 s + 2 s: not before that moment is over.
    [InlineData(47_001, true)]
    public void HasLapsed_WithoutOutages_After75PercentAndTheFlushAllowance(long after, bool lapsed)
    {
        Assert.Equal(lapsed, new Judgement(Seen + after, []).HasLapsed(Agent(60_000), lastHeard: 0));
    }

    [Theory]
    [InlineData(60_000, false)]
    [InlineData(60_001, true)]
    public void HasExpired_WithoutOutages_AfterTheTtl(long after, bool expired)
    {
        Assert.Equal(expired, new Judgement(Seen + after, []).HasExpired(Agent(60_000), lastHeard: 0));
    }

    [Fact]
    public void Judge_NoTtl_NeverLapses()
    {
        var judgement = new Judgement(long.MaxValue / 2, []);

        Assert.False(judgement.HasLapsed(Agent(null), 0));
        Assert.False(judgement.HasExpired(Agent(null), 0));
    }

    [Fact]
    public void HasExpired_HeardLater_CountsFromThere()
    {
        Assert.False(new Judgement(Seen + 60_001, []).HasExpired(Agent(60_000), lastHeard: Seen + 1));
    }

    [Fact]
    public void HasExpired_Outages_MoveItByTheirUnionAfterTheLastSign()
    {
        // 10 s before the last sign do not count; 20 s and 20 s overlap by 10 s.
        var outages = Judgement.Union([new("b", Seen + 15_000, Seen + 35_000), new("a", Seen - 10_000, Seen + 5_000), new("c", Seen + 25_000, Seen + 45_000)]);
        var extended = 5_000 + 30_000;

        Assert.False(new Judgement(Seen + 60_000 + extended, outages).HasExpired(Agent(60_000), 0));
        Assert.True(new Judgement(Seen + 60_001 + extended, outages).HasExpired(Agent(60_000), 0));
    }

    [Theory]
    [InlineData(125_000, false)] // Twice the longest TTL and a margin after its end …
    [InlineData(125_001, true)]
    public void IsOver_AloneInTime_AfterTwiceTheLongestTtl(long after, bool over)
    {
        var outage = new Outage("a", Seen, Seen + 80_000);

        Assert.Equal(over, new Judgement(outage.To + after, [outage]).IsOver(outage, 60_000));
    }

    [Fact]
    public void IsOver_FollowedByAnother_WaitsForThatOneToo()
    {
        var (first, second) = (new Outage("a", Seen, Seen + 80_000), new Outage("b", Seen + 90_000, Seen + 150_000));

        Assert.False(new Judgement(first.To + 185_000, [first, second]).IsOver(first, 60_000));
        Assert.True(new Judgement(first.To + 185_001, [first, second]).IsOver(first, 60_000));
    }

    private static Agent Agent(long? ttl) => new()
    {
        Id = "a",
        MutationId = "m",
        Seen = Seen,
        Registration = new Registration { Name = "a", Type = "t", TtlMs = ttl },
    };
}

using Registry.Core.Health.Sweeping;

namespace Registry.Core.Tests.Health;

public sealed class ProtectionTests
{
    [Theory]
    [InlineData(10, 0, 5, 5, false)] // A small shard may always lose 5.
    [InlineData(10, 0, 6, 5, true)]
    [InlineData(100, 0, 15, 15, false)] // 15 %.
    [InlineData(100, 0, 16, 15, true)]
    [InlineData(100, 10, 5, 5, false)]
    [InlineData(100, 10, 6, 5, true)] // What expired in the last ten minutes counts.
    [InlineData(100, 40, 3, 0, true)]
    [InlineData(100, 15, 0, 0, false)] // No candidates: it ends.
    public void Decide_Candidates_AllowsTheLimit(int agents, int lately, int candidates, int allowed, bool holds)
    {
        Assert.Equal((allowed, holds), Protection.Decide(agents, lately, candidates));
    }
}

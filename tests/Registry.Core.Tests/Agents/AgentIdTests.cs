using Registry.Core.Agents;
using Registry.Core.Time;

namespace Registry.Core.Tests.Agents;

public sealed class AgentIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("A.b_c:d@e-9")]
    [InlineData("...")]
    [InlineData("registry")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    public void IsValid_OfAnId_IsTrue(string id) => Assert.True(AgentId.IsValid(id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a!b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a\0")]
    [InlineData("By-Path")]
    [InlineData("type")]
    public void IsValid_OfNoId_IsFalse(string? id) => Assert.False(AgentId.IsValid(id));

    [Fact]
    public void IsValid_OfALongId_EndsAtTheLimit()
    {
        Assert.True(AgentId.IsValid(new string('a', 128)));
        Assert.False(AgentId.IsValid(new string('a', 129)));
    }

    [Fact]
    public void FromIdempotencyKey_IsAUuidOfBoth()
    {
        var id = AgentId.FromIdempotencyKey("caller", "key");

        Assert.True(Guid.TryParseExact(id, "D", out var uuid));
        Assert.Equal(8, uuid.Version);
        Assert.True(AgentId.IsValid(id));
        Assert.Equal(id, AgentId.FromIdempotencyKey("caller", "key"));
        string[] others =
        [
            AgentId.FromIdempotencyKey("callerk", "ey"), AgentId.FromIdempotencyKey("", "callerkey"), AgentId.FromIdempotencyKey(null, "callerkey"),
            AgentId.FromIdempotencyKey("caller", "key2"), id,
        ];
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Fact]
    public void Of_OfABody_IsItsSha256() =>
        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", RequestDigest.Of("{}"u8));

    [Theory]
    [InlineData(0L, "1970-01-01T00:00:00.000Z")]
    [InlineData(1_795_257_000_123L, "2026-11-21T10:30:00.123Z")]
    [InlineData(951_782_400_999L, "2000-02-29T00:00:00.999Z")]
    [InlineData(-1L, "1969-12-31T23:59:59.999Z")]
    [InlineData(long.MaxValue, "9999-12-31T23:59:59.999Z")]
    public void Text_OfATime_IsRfc3339(long unixMs, string expected) => Assert.Equal(expected, Rfc3339.Text(unixMs));
}

using Registry.Core.Health.Heartbeats;

namespace Registry.Core.Tests.Health;

public sealed class HeartbeatEntryTests
{
    private const long Now = 1_795_257_000_123;
    private const long Circle = 1L << 22;

    [Theory]
    [InlineData(1)]
    [InlineData(Circle - 1)]
    [InlineData(Circle + 5)]
    public void Pack_AnyEpoch_GivesTimeAndEpochBack(long epoch)
    {
        var entry = HeartbeatEntry.Pack(Now, epoch);

        Assert.Equal(Now, HeartbeatEntry.Time(entry));
        Assert.True(HeartbeatEntry.IsOf(entry, epoch));
        Assert.False(HeartbeatEntry.IsOf(entry, epoch + 1));
    }

    [Fact]
    public void Merge_SameEpoch_KeepsTheLater()
    {
        var (early, late) = (HeartbeatEntry.Pack(Now, 7), HeartbeatEntry.Pack(Now + 1, 7));

        Assert.Equal(late, HeartbeatEntry.Merge(early, late, owner: 7));
        Assert.Equal(late, HeartbeatEntry.Merge(late, early, owner: 0));
    }

    [Fact]
    public void Merge_OwnersEpoch_BeatsALaterTime()
    {
        var (owners, stale) = (HeartbeatEntry.Pack(Now, 9), HeartbeatEntry.Pack(Now + 60_000, 5));

        Assert.Equal(owners, HeartbeatEntry.Merge(stale, owners, owner: 9));
        Assert.Equal(owners, HeartbeatEntry.Merge(owners, stale, owner: 9));
    }

    [Fact]
    public void Merge_NeitherIsOwners_KeepsTheLaterRegistrationAlsoAcrossTheCircle()
    {
        var (before, after) = (HeartbeatEntry.Pack(Now + 60_000, Circle - 2), HeartbeatEntry.Pack(Now, Circle + 1));

        Assert.Equal(after, HeartbeatEntry.Merge(before, after, owner: 0));
        Assert.Equal(after, HeartbeatEntry.Merge(after, before, owner: 4711));
    }

    [Fact]
    public void Merge_Nothing_IsNeutral()
    {
        var entry = HeartbeatEntry.Pack(Now, 3);

        Assert.Equal(entry, HeartbeatEntry.Merge(0, entry, owner: 0));
        Assert.Equal(entry, HeartbeatEntry.Merge(entry, 0, owner: 4));
    }
}

using Registry.Core.Health.Probing;

namespace Registry.Core.Tests.Health.Probing;

public sealed class ProbeEntryTests
{
    private const long Now = 1_795_257_000_123;

    [Theory]
    [InlineData(1, 0, 0, ProbeError.None, false, 0, 0)]
    [InlineData(7, 12, 200, ProbeError.None, true, 0, 3)]
    [InlineData(4_194_311, int.MaxValue, 599, ProbeError.AddressNotAllowed, false, int.MaxValue, 0)]
    [InlineData(4_194_303, 60_000, 0, ProbeError.TimedOut, false, 3, int.MaxValue)]
    public void Pack_Record_GivesItBack(long epoch, int ms, int code, ProbeError error, bool gated, int failures, int successes)
    {
        var record = new ProbeRecord
        {
            CheckedAt = Now,
            ResponseTimeMs = ms,
            StatusCode = code,
            Error = error,
            Gated = gated,
            Failures = failures,
            Successes = successes,
        };
        var entry = ProbeEntry.Pack(Now, epoch, record);

        Assert.Equal(record, entry.For(epoch));
        Assert.Null(entry.For(epoch + 1));
        Assert.Null(default(ProbeEntry).For(epoch));
    }

    [Theory]
    [InlineData(5, 100, 5, 101, 5, 1)] // Within an epoch the later check.
    [InlineData(5, 100, 5, 101, 0, 1)]
    [InlineData(5, 100, 6, 50, 6, 1)] // The owner's epoch, whatever the time.
    [InlineData(5, 100, 6, 50, 5, 0)]
    [InlineData(5, 100, 6, 50, 0, 1)] // Nobody's: the later registration.
    [InlineData(5, 100, 6, 50, 9, 1)]
    [InlineData(5, 100, 0, 0, 5, 0)] // Nothing is neutral.
    [InlineData(0, 0, 5, 100, 5, 1)]
    public void Merge_TwoEntries_KeepsTheOneThatCounts(long epochA, long timeA, long epochB, long timeB, long owner, int kept)
    {
        var (a, b) = (Entry(epochA, timeA, 1), Entry(epochB, timeB, 2));

        Assert.Equal(kept == 0 ? a : b, ProbeEntry.Merge(a, b, owner));
        Assert.Equal(kept == 0 ? a : b, ProbeEntry.Merge(b, a, owner));
    }

    [Fact]
    public void Merge_SameMoment_KeepsTheSameOneWhicheverComesFirst()
    {
        var (a, b) = (Entry(5, 100, 1), Entry(5, 100, 2));

        Assert.Equal(ProbeEntry.Merge(a, b, 5), ProbeEntry.Merge(b, a, 5));
    }

    private static ProbeEntry Entry(long epoch, long time, int failures) =>
        epoch == 0 ? default : ProbeEntry.Pack(Now + time, epoch, new ProbeRecord { Failures = failures });
}

using Registry.Core.Time;
using Registry.Testing;

namespace Registry.Core.Tests.Time;

public sealed class StorageClockTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly StorageClock _clock;

    public StorageClockTests()
    {
        _clock = new StorageClock(_time);
    }

    [Fact]
    public void TryNow_OneAnswer_IsNotEnough()
    {
        Answer(offsetMs: 0, roundTripMs: 10);

        Assert.False(_clock.TryNow(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(86_400_000)]
    [InlineData(-3_600_123)]
    public void TryNow_ManyAnswers_HoldsTheTruthAndNarrows(long offsetMs)
    {
        for (var i = 0; i < 50; i++)
        {
            Answer(offsetMs, roundTripMs: 10);
            _time.Advance(TimeSpan.FromMilliseconds(137));
            if (_clock.TryNow(out var now))
            {
                var truth = _time.GetUtcNow().ToUnixTimeMilliseconds() + offsetMs;
                Assert.InRange(truth, now.Lower, now.Upper);
            }
        }

        Assert.True(_clock.TryNow(out var last));

        // Three answers 157 ms apart bound it on each side.
        Assert.InRange(last.Upper - last.Lower, 1, 700);
    }

    [Fact]
    public void TryNow_LongAfterTheLastAnswer_IsTooWide()
    {
        Answer(0, 10);
        Answer(0, 10);
        Assert.True(_clock.TryNow(out var before));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(_clock.TryNow(out var hour));
        Assert.True(hour.Upper - hour.Lower > before.Upper - before.Lower + 1000);

        _time.Advance(TimeSpan.FromHours(3));
        Assert.False(_clock.TryNow(out _));
    }

    [Fact]
    public void Observe_OneWrongDate_IsNotBelieved()
    {
        Answer(0, 10);
        Answer(0, 10);

        Answer(offsetMs: 3_600_000, roundTripMs: 10);
        Assert.False(_clock.TryNow(out _));

        Answer(0, 10);
        Answer(0, 10);
        Assert.True(_clock.TryNow(out var now));
        var truth = _time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.InRange(truth, now.Lower, now.Upper);
    }

    /// <summary>Too little to contradict what is known: the truth lies anywhere in a second.</summary>
    [Theory]
    [InlineData(-900)]
    [InlineData(900)]
    public void Observe_OneDateWrongByLessThanASecond_IsNotBelieved(long wrongMs)
    {
        for (var phase = 0; phase < 1000; phase += 50)
        {
            var clock = new StorageClock(_time);
            _time.Advance(TimeSpan.FromMilliseconds(50));
            Answer(0, 10, clock);
            Answer(0, 10, clock);
            Assert.True(clock.TryNow(out _));

            Answer(wrongMs, 10, clock);
            AssertHoldsTheTruth(clock);
            Answer(0, 10, clock);
            Assert.True(AssertHoldsTheTruth(clock), $"phase {phase}");
        }
    }

    [Fact]
    public void Observe_TheServicesClockWasSet_IsBelievedWhenThreeAgree()
    {
        Answer(0, 10);
        Answer(0, 10);

        for (var answer = 0; answer < 2; answer++)
        {
            Answer(offsetMs: 60_000, roundTripMs: 10);
            Assert.False(_clock.TryNow(out _));
        }

        Answer(offsetMs: 60_000, roundTripMs: 10);
        Assert.True(_clock.TryNow(out var now));
        Assert.InRange(_time.GetUtcNow().ToUnixTimeMilliseconds() + 60_000, now.Lower, now.Upper);
    }

    [Theory]
    [InlineData(60_000, -90_000)]
    [InlineData(60_000, 60_000)]
    [InlineData(2600, 3500)]
    [InlineData(-900, -900)]
    [InlineData(900, -900)]
    public void Observe_TwoWrongDatesInSuccession_AreNotBelieved(long firstMs, long secondMs)
    {
        for (var phase = 0; phase < 1000; phase += 50)
        {
            var clock = new StorageClock(_time);
            _time.Advance(TimeSpan.FromMilliseconds(50));
            Answer(0, 10, clock);
            Answer(0, 10, clock);
            Answer(0, 10, clock);

            Answer(firstMs, 10, clock);
            AssertHoldsTheTruth(clock);
            Answer(secondMs, 10, clock);
            AssertHoldsTheTruth(clock);
            Answer(0, 10, clock);
            Assert.True(AssertHoldsTheTruth(clock), $"phase {phase}");
        }
    }

    private bool AssertHoldsTheTruth(StorageClock clock)
    {
        if (!clock.TryNow(out var now))
        {
            return false;
        }

        Assert.InRange(_time.GetUtcNow().ToUnixTimeMilliseconds(), now.Lower, now.Upper);
        return true;
    }

    private void Answer(long offsetMs, long roundTripMs) => Answer(offsetMs, roundTripMs, _clock);

    private void Answer(long offsetMs, long roundTripMs, StorageClock clock)
    {
        var sent = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(roundTripMs / 2.0));
        var date = DateTimeOffset.FromUnixTimeSeconds((_time.GetUtcNow().ToUnixTimeMilliseconds() + offsetMs) / 1000);
        _time.Advance(TimeSpan.FromMilliseconds(roundTripMs / 2.0));
        clock.Observe(date, sent, _time.GetTimestamp());
    }
}

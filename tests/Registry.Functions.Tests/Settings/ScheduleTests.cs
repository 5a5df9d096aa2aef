using Registry.Functions.Settings;

namespace Registry.Functions.Tests.Settings;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("*/15 * * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:00:15Z")]
    [InlineData("*/15 * * * * *", "2026-01-01T00:00:14.999Z", "2026-01-01T00:00:15Z")]
    [InlineData("*/15 * * * * *", "2026-01-01T01:00:01+01:00", "2026-01-01T00:00:15Z")]
    [InlineData("0 30 9 * * Mon-Fri", "2026-01-02T09:30:00Z", "2026-01-05T09:30:00Z")]
    [InlineData("0 0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    public void After_Instant_IsTheNextOccurrenceInUtc(string expression, string instant, string next)
    {
        Assert.True(Schedule.TryParse(expression, out var schedule));

        Assert.Equal(Instant(next), schedule.After(Instant(instant)));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

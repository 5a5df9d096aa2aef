using System.Diagnostics.CodeAnalysis;
using NCrontab;

namespace Registry.Functions.Settings;

/// <summary>
/// When a job runs: an NCRONTAB expression of six fields (seconds first), in UTC, in the syntax and by the library of the Functions host,
/// so that the same string means the same to the timer trigger and to the standalone scheduler.
/// </summary>
internal sealed class Schedule
{
    private static readonly CrontabSchedule.ParseOptions SixFields = new() { IncludingSeconds = true };

    // Eight years hold two leap days: an expression without an occurrence in them (February 30) has none at all.
    private static readonly DateTime ProbeStart = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime ProbeEnd = ProbeStart.AddYears(8);

    private readonly CrontabSchedule _crontab;

    private Schedule(string expression, CrontabSchedule crontab)
    {
        Expression = expression;
        _crontab = crontab;
    }

    public string Expression { get; }

    public static bool TryParse(string expression, [NotNullWhen(true)] out Schedule? schedule)
    {
        var crontab = CrontabSchedule.TryParse(expression, SixFields);
        schedule = crontab is not null && crontab.GetNextOccurrences(ProbeStart, ProbeEnd).Any() ? new Schedule(expression, crontab) : null;
        return schedule is not null;
    }

    /// <summary>The first occurrence after an instant.</summary>
    public DateTimeOffset After(DateTimeOffset instant) => new(_crontab.GetNextOccurrence(instant.UtcDateTime), TimeSpan.Zero);
}

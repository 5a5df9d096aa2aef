using System.Globalization;

namespace Registry.Core.Tests.Simulation;

/// <summary>No agent is said to have been seen later than it gave a sign of life (and storage time is known to 4 s).</summary>
internal static class LastSeenChecker
{
    private static readonly long ClockWidth = TimeSpan.FromMilliseconds(4100).Ticks;

    // A request whose client gave up may go on for as long as it may wait.
    private static readonly long Unattended = TimeSpan.FromSeconds(20).Ticks;

    public static IEnumerable<string> Check(History history, DateTimeOffset start)
    {
        // Refused ones too: what was noted while it was right may be answered after the agent is gone or another's.
        var signs = history.Operations
            .Where(operation => operation.Renews)
            .ToLookup(operation => operation.AgentId, StringComparer.Ordinal);
        foreach (var read in history.Operations.Where(operation => operation.IsOk))
        {
            foreach (var view in read.Views)
            {
                var seen = (view.LastSeen - start.ToUnixTimeMilliseconds()) * TimeSpan.TicksPerMillisecond;
                var last = signs[view.Agent.Id].Where(sign => sign.Invoked <= read.Answered)
                    .Select(sign => Math.Min(EndOf(sign), read.Answered!.Value)).DefaultIfEmpty(long.MaxValue / 2).Max();
                if (seen > last + ClockWidth)
                {
                    yield return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{read}: {view.Agent.Id} was last seen at {Seconds(seen):F3}, its last sign of life ended at {Seconds(last):F3}");
                }
            }
        }
    }

    private static long EndOf(Operation sign) =>
        sign.Answered is not { } answered ? long.MaxValue : sign.IsLost ? answered + Unattended : answered;

    private static double Seconds(long ticks) => TimeSpan.FromTicks(ticks).TotalSeconds;
}

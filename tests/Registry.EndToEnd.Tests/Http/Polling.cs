using System.Diagnostics;

namespace Registry.EndToEnd.Tests.Http;

/// <summary>Watching a process: asks again until the answer is the one expected, at most so long.</summary>
internal static class Polling
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How long it took. On time-out fails with what was seen last.</summary>
    public static async Task<TimeSpan> UntilAsync(string what, TimeSpan limit, Func<Task<Answer>> ask, Func<Answer, bool> expected)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (expected(answer))
            {
                return elapsed;
            }

            Assert.True(elapsed < limit, $"{what}: not within {limit}; last answer {(int)answer.Status}: {answer.Text}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}

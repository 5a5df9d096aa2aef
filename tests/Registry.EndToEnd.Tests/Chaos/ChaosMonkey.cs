namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>
/// Kills, stops and restarts, each of the three processes on a plan of its own. Azurite is not killed hard: it writes its file only every few seconds, so that what it
/// acknowledged would be gone, and nothing above it could know.
/// </summary>
internal sealed class ChaosMonkey(ChaosBed bed, ChaosLedger ledger, int seed)
{
    private const int Azurite = ChaosBed.Instances;

    /// <summary>Until the time is over and all three run again.</summary>
    public Task RunAsync(TimeSpan length)
    {
        var until = TimeProvider.System.GetUtcNow() + length;
        return Task.WhenAll(Enumerable.Range(0, ChaosBed.Instances + 1).Select(target => RepeatAsync(target, new Random((seed * 31) + target), until)));
    }

    private static TimeSpan Seconds(Random random, double from, double to) => TimeSpan.FromSeconds(from + ((to - from) * random.NextDouble()));

    private async Task RepeatAsync(int target, Random random, DateTimeOffset until)
    {
        while (true)
        {
            await Task.Delay(Seconds(random, 1, 5), TimeProvider.System);
            if (TimeProvider.System.GetUtcNow() >= until)
            {
                return;
            }

            var (action, lasts) = (random.Next(3), Seconds(random, 0.2, 4));
            await (target == Azurite ? StorageAsync(action, lasts) : AppAsync(target, action, lasts));
        }
    }

    private async Task StorageAsync(int action, TimeSpan lasts)
    {
        if (action == 0)
        {
            await DoAsync("Azurite", "restarted", lasts, bed.Azurite.StopAsync, bed.Azurite.StartAgainAsync);
        }
        else
        {
            await DoAsync("Azurite", "stopped", lasts, bed.Azurite.PauseAsync, bed.Azurite.ResumeAsync);
        }
    }

    private Task AppAsync(int instance, int action, TimeSpan lasts)
    {
        var name = $"app {instance}";
        return action switch
        {
            0 => DoAsync(name, "killed", lasts / 2, () => bed.EndAsync(instance, static app => app.KillAsync()), () => bed.StartAsync(instance)),
            1 => DoAsync(name, "restarted", lasts / 4, () => bed.EndAsync(instance, static app => app.StopAsync()), () => bed.StartAsync(instance)),
            _ => DoAsync(name, "stopped", lasts, () => bed.App(instance)!.SignalAsync("STOP"), () => bed.App(instance)!.SignalAsync("CONT")),
        };
    }

    private async Task DoAsync(string target, string what, TimeSpan lasts, Func<Task> begin, Func<Task> end)
    {
        ledger.Note(ChaosLedger.Processes, $"{target} is {what} ({lasts.TotalSeconds:F1} s)");
        ledger.Count($"{target} {what}");
        await begin();
        await Task.Delay(lasts, TimeProvider.System);
        await end();
        ledger.Note(ChaosLedger.Processes, $"{target} is back");
    }
}

using System.Net;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>Follows the events with a cursor, at either instance, through everything that happens to them.</summary>
internal sealed class ChaosFeedReader(ChaosBed bed, ChaosLedger ledger, string name, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private string _cursor = "oldest";

    public List<ChaosEvent> Events { get; } = [];

    public async Task RunAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await ReadAsync(wait: random.Next(3));
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Until an answer has nothing new; all processes run.</summary>
    public async Task ReadToEndAsync()
    {
        for (var (empty, failed) = (0, 0); empty < 2 && failed < 50;)
        {
            var read = await ReadAsync(wait: 1);
            (empty, failed) = read switch { null => (0, failed + 1), 0 => (empty + 1, failed), _ => (0, failed) };
        }
    }

    private async Task<int?> ReadAsync(int wait)
    {
        var instance = random.Next(ChaosBed.Instances);
        var answer = await bed.AskAsync(instance, HttpMethod.Get, $"/events?cursor={Uri.EscapeDataString(_cursor)}&wait={wait}&limit=50", null, Patience);
        if (answer is null || answer.Status == HttpStatusCode.ServiceUnavailable)
        {
            ledger.Note(name, $"app {instance} did not answer at {_cursor}");
            return null;
        }

        if (answer.Status != HttpStatusCode.OK)
        {
            ledger.Fault(name, $"app {instance} answered {(int)answer.Status} at {_cursor}: {answer.Text}");
            return null;
        }

        var events = answer.Json.GetProperty("events").EnumerateArray().Select(ChaosEvent.Read).ToList();
        var cursor = answer.String("cursor");
        if (events.Count > 0)
        {
            ledger.Note(name, $"app {instance}, {_cursor} to {cursor}: {string.Join(" ", events.Select(static happened => happened.Id))}");
        }

        Events.AddRange(events);
        _cursor = cursor;
        return events.Count;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Registry.EndToEnd.Tests.Http;

/// <summary>
/// What goes on all the time: agents that send heartbeats, new ones that register, and readers. Every answer that is neither a success
/// nor an honest 503 ends it with an error.
/// </summary>
internal sealed class Load(HttpClient http, IReadOnlyList<string> agents)
{
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMilliseconds(100);

    private int _reads;
    private int _oldestRead;

    /// <summary>New agents whose registration was acknowledged.</summary>
    public ConcurrentBag<string> Acknowledged { get; } = [];

    /// <summary>New agents whose registration was refused: nothing was changed.</summary>
    public ConcurrentBag<string> Refused { get; } = [];

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>The greatest age, in seconds, that an answer admitted.</summary>
    public int OldestRead => Volatile.Read(ref _oldestRead);

    public Task RunAsync(CancellationToken ended) =>
        Task.WhenAll(agents.Select(id => RepeatAsync(() => BeatAsync(id), HeartbeatEvery, ended)).Append(RegisterAsync(ended)).Append(RepeatAsync(ReadAsync, WriteEvery, ended)));

    private static async Task RepeatAsync(Func<Task> step, TimeSpan pause, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await step();
            await PauseAsync(pause, ended);
        }
    }

    private static async Task PauseAsync(TimeSpan pause, CancellationToken ended)
    {
        try
        {
            await Task.Delay(pause, TimeProvider.System, ended);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token.
        }
    }

    private static bool IsHonestRefusal(Answer answer)
    {
        if (answer.Status != HttpStatusCode.ServiceUnavailable)
        {
            return false;
        }

        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.True(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture) >= 1);
        return true;
    }

    private async Task BeatAsync(string id)
    {
        var answer = await http.HeartbeatAsync(id);
        if (!IsHonestRefusal(answer))
        {
            answer.Is(HttpStatusCode.OK);
        }
    }

    private async Task RegisterAsync(CancellationToken ended)
    {
        for (var i = 0; !ended.IsCancellationRequested; i++)
        {
            var id = $"new-{i}";
            var answer = await http.RegisterAsync(id);
            if (!IsHonestRefusal(answer))
            {
                answer.Is(HttpStatusCode.Created);
                Acknowledged.Add(id);
            }
            else if (answer.String("code") == "storage_unavailable")
            {
                Refused.Add(id);
            }

            await PauseAsync(WriteEvery, ended);
        }
    }

    private async Task ReadAsync()
    {
        var list = (await http.GetAsync("/agents?limit=1", fresh: false)).Is(HttpStatusCode.OK);
        Interlocked.Increment(ref _reads);
        var age = int.Parse(list.Header("Age") ?? "0", CultureInfo.InvariantCulture);
        Volatile.Write(ref _oldestRead, Math.Max(OldestRead, age));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Registry.Bench;

/// <summary>
/// A load at a steady pace: agents that renew, discoveries, resolves. Says at the end how each kind went, and which agents were called unreachable although they had renewed.
/// </summary>
internal sealed class LoadRun : IDisposable
{
    private const int MaxInFlight = 1000;
    private const int Types = 20;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LoadPlan _plan;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _inFlight = new(MaxInFlight);
    private readonly List<DateTimeOffset>[] _renewed;
    private readonly LoadTally _heartbeats = new("heartbeats");
    private readonly LoadTally _discoveries = new("discoveries");
    private readonly LoadTally _resolves = new("resolves");

    private LoadRun(LoadPlan plan)
    {
        _plan = plan;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = MaxInFlight }) { BaseAddress = plan.Url, Timeout = Patience };
        _renewed = [.. Enumerable.Range(0, plan.Agents).Select(static _ => new List<DateTimeOffset>())];
    }

    public static async Task<int> RunAsync(LoadPlan plan)
    {
        using var run = new LoadRun(plan);
        var cursor = await run.CursorAsync();
        if (await Seeding.RunAsync(plan.Url, plan.Agents, plan.TtlSeconds) is not 0 and var failed)
        {
            return failed;
        }

        await run.GoAsync();
        foreach (var tally in run.Tallies)
        {
            Console.WriteLine(tally.Describe(plan.Seconds));
        }

        var (wrong, late) = await run.UnreachableAsync(cursor);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unreachable: {wrong.Count} falsely, {late} that this load was too late for"));
        wrong.ForEach(Console.WriteLine);
        return wrong.Count + run.Tallies.Sum(static tally => tally.Failed) == 0 ? 0 : 1;
    }

    public void Dispose()
    {
        _http.Dispose();
        _inFlight.Dispose();
    }

    private LoadTally[] Tallies => [_heartbeats, _discoveries, _resolves];

    /// <summary>Each kind gets as many as are due by now; the pace is kept when the machine was busy for a while.</summary>
    private async Task GoAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var (beats, finds, resolves) = (0, 0, 0);
        using var timer = new PeriodicTimer(Tick, TimeProvider.System);
        while (Stopwatch.GetElapsedTime(started).TotalSeconds is var now && now < _plan.Seconds)
        {
            for (; beats < now * _plan.Heartbeats; beats++)
            {
                var agent = beats % _plan.Agents;
                await StartAsync(() => HeartbeatAsync(agent));
            }

            for (; finds < now * _plan.Discoveries; finds++)
            {
                var number = finds;
                await StartAsync(() => SendAsync(_discoveries, HttpMethod.Get, $"/agents?type=type-{number % Types}&capability=cap-{number % 50}&limit=20"));
            }

            for (; resolves < now * _plan.Resolves; resolves++)
            {
                var number = resolves;
                await StartAsync(() => SendAsync(_resolves, HttpMethod.Get, $"/resolve?type=type-{number % Types}"));
            }

            await timer.WaitForNextTickAsync();
        }

        for (var i = 0; i < MaxInFlight; i++)
        {
            await _inFlight.WaitAsync();
        }
    }

    private async Task StartAsync(Func<Task> request)
    {
        await _inFlight.WaitAsync();
        _ = FinishAsync(request);
    }

    private async Task FinishAsync(Func<Task> request)
    {
        try
        {
            await request();
        }
        finally
        {
            _inFlight.Release();
        }
    }

    private async Task HeartbeatAsync(int agent)
    {
        var sent = TimeProvider.System.GetUtcNow();
        if (await SendAsync(_heartbeats, HttpMethod.Post, $"/agents/bench-{agent}/heartbeat"))
        {
            lock (_renewed[agent])
            {
                _renewed[agent].Add(sent);
            }
        }
    }

    private async Task<bool> SendAsync(LoadTally tally, HttpMethod method, string path)
    {
        var sent = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await _http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
            {
                tally.Ok(Stopwatch.GetElapsedTime(sent));
                return true;
            }

            tally.Error($"{method} {path}: {(int)response.StatusCode} {body}");
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            tally.Error($"{method} {path}: {failed.Message}");
        }

        return false;
    }

    private async Task<string> CursorAsync() => JsonElement.Parse(await _http.GetStringAsync(new Uri("/events?cursor=now&limit=1", UriKind.Relative))).GetProperty("cursor").GetString()!;

    /// <summary>Who became unreachable or expired: falsely, if a renewal that was sent less than a lapse before was acknowledged.</summary>
    private async Task<(List<string> Wrong, int Late)> UnreachableAsync(string cursor)
    {
        var (wrong, late) = (new List<string>(), 0);
        while (true)
        {
            var answer = JsonElement.Parse(await _http.GetStringAsync(new Uri($"/events?cursor={Uri.EscapeDataString(cursor)}&type=agent.status.changed,agent.expired&limit=1000", UriKind.Relative)));
            foreach (var happened in answer.GetProperty("events").EnumerateArray())
            {
                var (type, id, time) = (happened.GetProperty("type").GetString(), happened.GetProperty("subject").GetString()!, happened.GetProperty("time").GetDateTimeOffset());
                if (type != "agent.expired" && happened.GetProperty("data").GetProperty("new").GetString() != "unreachable")
                {
                    continue;
                }

                var renewed = _renewed[int.Parse(id.AsSpan(id.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture)];
                if (renewed.Exists(sent => sent < time && (time - sent).TotalSeconds < _plan.LapseSeconds - 1))
                {
                    wrong.Add($"{id} {type} at {time:HH:mm:ss.fff}, renewed {string.Join(" ", renewed.Select(static sent => sent.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)))}");
                }
                else
                {
                    late++;
                }
            }

            var next = answer.GetProperty("cursor").GetString()!;
            if (next == cursor)
            {
                return (wrong, late);
            }

            cursor = next;
        }
    }
}

using System.Diagnostics;
using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>Streams of two instances on one table.</summary>
[Collection(OnAzurite.Name)]
public sealed class EventStreamTests
{
    // The promise is a second; the rest is for a busy machine.
    private static readonly TimeSpan Heard = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task Stream_OfEitherInstance_ShowsARegistrationWithinASecond()
    {
        var settings = await AppSettings.OnAzuriteAsync();
        await using var first = await RegistryProcess.StartAsync(settings);
        await using var second = await RegistryProcess.StartAsync(settings);
        await using var own = await EventStream.OpenAsync(first.Http);
        await using var other = await EventStream.OpenAsync(second.Http);

        for (var i = 0; i < 3; i++)
        {
            (await first.Http.RegisterAsync($"agent-{i}")).Is(HttpStatusCode.Created);
            var registered = Stopwatch.GetTimestamp();
            Assert.Equal(("agent.registered", $"agent-{i}"), await own.NextAsync());
            Assert.Equal(("agent.registered", $"agent-{i}"), await other.NextAsync());
            Assert.True(Stopwatch.GetElapsedTime(registered) < Heard, $"{Stopwatch.GetElapsedTime(registered)}");
        }
    }

    [Fact]
    public async Task Stream_ResumedAfterARestartOfBoth_MissesAndRepeatsNothing()
    {
        var settings = await AppSettings.OnAzuriteAsync();
        string last;
        await using (var first = await RegistryProcess.StartAsync(settings))
        await using (var second = await RegistryProcess.StartAsync(settings))
        {
            await using var stream = await EventStream.OpenAsync(second.Http);
            (await first.Http.RegisterAsync("a")).Is(HttpStatusCode.Created);
            Assert.Equal("a", (await stream.NextAsync()).AgentId);
            last = stream.LastEventId;

            // The client is cut off by kill -9; the other instance ends in order, after changes that the client never saw.
            await second.KillAsync();
            (await first.Http.RegisterAsync("b")).Is(HttpStatusCode.Created);
            (await first.Http.UnregisterAsync("a")).Is(HttpStatusCode.OK);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var third = await RegistryProcess.StartAsync(settings);
        await using var fourth = await RegistryProcess.StartAsync(settings);
        await using var resumed = await EventStream.OpenAsync(third.Http, last);
        (await fourth.Http.RegisterAsync("c")).Is(HttpStatusCode.Created);

        // In order for each agent; across agents by time, which two partitions may tell within a millisecond.
        var seen = new[] { await resumed.NextAsync(), await resumed.NextAsync(), await resumed.NextAsync() };
        Assert.Equal(
            [("agent.registered", "b"), ("agent.registered", "c"), ("agent.unregistered", "a")],
            seen.OrderBy(happened => happened.Type, StringComparer.Ordinal).ThenBy(happened => happened.AgentId, StringComparer.Ordinal));

        await third.SignalAsync("TERM");
        Assert.True(await resumed.EndsAsync());
        Assert.Equal(0, await third.WaitForExitAsync());
    }
}

using System.Collections.Concurrent;
using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>kill -9 at the moment of an acknowledgement.</summary>
[Collection(OnAzurite.Name)]
public sealed class KillTests
{
    private const int Writers = 8;
    private const int KillAfter = 60;

    [Fact]
    public async Task Kill_RightAfterAcknowledgements_LosesNothingAcknowledged()
    {
        var settings = await AppSettings.OnAzuriteAsync();
        var registered = new ConcurrentDictionary<string, DateTimeOffset>();
        await using (var first = await RegistryProcess.StartAsync(settings))
        {
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Enumerable.Range(0, Writers).Select(writer => WriteUntilKilledAsync(first, writer, registered, enough)).ToList();
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await first.KillAsync();
            await Task.WhenAll(writers);
        }

        await using var second = await RegistryProcess.StartAsync(settings);

        Assert.True(registered.Count >= KillAfter / 2);
        foreach (var (id, lastSeen) in registered)
        {
            var agent = (await second.Http.GetAsync($"/agents/{id}", fresh: true)).Is(HttpStatusCode.OK);
            Assert.True(agent.Time("last_seen") >= lastSeen, $"{id}: acknowledged {lastSeen:O}, last seen {agent.String("last_seen")}");
        }
    }

    /// <summary>Registers agent after agent, one heartbeat each, until the app is gone; notes each acknowledgement.</summary>
    private static async Task WriteUntilKilledAsync(
        RegistryProcess app, int writer, ConcurrentDictionary<string, DateTimeOffset> registered, TaskCompletionSource enough)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var id = $"agent-{writer}-{i}";
                registered[id] = (await app.Http.RegisterAsync(id)).Is(HttpStatusCode.Created).Time("registered_at");
                registered[id] = (await app.Http.HeartbeatAsync(id)).Is(HttpStatusCode.OK).Time("timestamp");
                if (registered.Count >= KillAfter)
                {
                    enough.TrySetResult();
                }
            }
        }
        catch (HttpRequestException)
        {
            // The app was killed with this call in flight: not acknowledged, so nothing is promised.
        }
    }
}

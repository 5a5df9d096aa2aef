using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>An orderly end, and the start after it.</summary>
[Collection(OnAzurite.Name)]
public sealed class RestartTests
{
    private const int Agents = 40;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task SecondStart_AfterASignal_FindsTheAgentsOfTheFirst(string signal)
    {
        var settings = await AppSettings.OnAzuriteAsync();
        await using (var first = await RegistryProcess.StartAsync(settings))
        {
            (await first.Http.RegisterAsync("stays")).Is(HttpStatusCode.Created);
            (await first.Http.RegisterAsync("leaves")).Is(HttpStatusCode.Created);
            (await first.Http.UnregisterAsync("leaves")).Is(HttpStatusCode.OK);
            await first.SignalAsync(signal);
            Assert.Equal(0, await first.WaitForExitAsync());
        }

        await using var second = await RegistryProcess.StartAsync(settings);

        Assert.Equal(["stays"], (await second.Http.GetAsync("/agents", fresh: false)).Is(HttpStatusCode.OK).AgentIds);
    }

    [Fact]
    public async Task Stop_WithHeartbeatsInFlight_KeepsWhatItAnswered()
    {
        // Long enough that most heartbeats wait for a flush when the signal comes.
        var settings = (await AppSettings.OnAzuriteAsync()).With("Registry__HeartbeatFlushInterval", "00:00:01");
        var acknowledged = new Dictionary<string, DateTimeOffset>();
        await using (var first = await RegistryProcess.StartAsync(settings))
        {
            var ids = Enumerable.Range(0, Agents).Select(i => $"agent-{i}").ToList();
            Assert.All(await Task.WhenAll(ids.Select(id => first.Http.RegisterAsync(id))), answer => answer.Is(HttpStatusCode.Created));
            (await first.Http.HeartbeatAsync(ids[0])).Is(HttpStatusCode.OK);

            var inFlight = ids.Select(async id => (Id: id, Answer: await first.Http.HeartbeatAsync(id))).ToList();
            await first.SignalAsync("TERM");
            foreach (var (id, answer) in await Ended(inFlight))
            {
                Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, answer.Text);
                if (answer.Status == HttpStatusCode.OK)
                {
                    acknowledged.Add(id, answer.Time("timestamp"));
                }
            }

            Assert.Equal(0, await first.WaitForExitAsync());
        }

        await using var second = await RegistryProcess.StartAsync(settings);

        foreach (var (id, timestamp) in acknowledged)
        {
            var agent = (await second.Http.GetAsync($"/agents/{id}", fresh: true)).Is(HttpStatusCode.OK);
            Assert.True(agent.Time("last_seen") >= timestamp, $"{id}: acknowledged {timestamp:O}, last seen {agent.String("last_seen")}");
        }
    }

    // A request that never reached the app before it stopped listening has no answer, and claims nothing.
    private static async Task<List<(string Id, Answer Answer)>> Ended(IEnumerable<Task<(string Id, Answer Answer)>> calls)
    {
        var ended = new List<(string Id, Answer Answer)>();
        foreach (var call in calls)
        {
            try
            {
                ended.Add(await call);
            }
            catch (HttpRequestException)
            {
                continue;
            }
        }

        return ended;
    }
}

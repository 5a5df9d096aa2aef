using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>Two instances on one table.</summary>
[Collection(OnAzurite.Name)]
public sealed class TwoInstancesTests
{
    // The bound on staleness is 1 s; the rest is for two round trips on a busy machine.
    private static readonly TimeSpan Found = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task Read_OfWhatTheOtherRegistered_FindsItAtOnceWithNoCacheAndElseWithinASecond()
    {
        var settings = await AppSettings.OnAzuriteAsync();
        await using var first = await RegistryProcess.StartAsync(settings);
        await using var second = await RegistryProcess.StartAsync(settings);
        (await first.Http.GetAsync("/agents", fresh: false)).Is(HttpStatusCode.OK);
        (await second.Http.GetAsync("/agents", fresh: false)).Is(HttpStatusCode.OK);

        for (var i = 0; i < 20; i++)
        {
            (await first.Http.RegisterAsync($"fresh-{i}")).Is(HttpStatusCode.Created);
            var list = (await second.Http.GetAsync("/agents?name=fresh-.*", fresh: true)).Is(HttpStatusCode.OK);
            Assert.Equal(i + 1, list.Number("total"));
        }

        (await first.Http.RegisterAsync("cached")).Is(HttpStatusCode.Created);
        await Polling.UntilAsync("found by the other", Found, () => second.Http.GetAsync("/agents?name=cached", fresh: false), list => list.Number("total") == 1);

        (await second.Http.HeartbeatAsync("cached")).Is(HttpStatusCode.OK);
        (await second.Http.UnregisterAsync("cached")).Is(HttpStatusCode.OK);
        (await first.Http.HeartbeatAsync("cached")).Is(HttpStatusCode.NotFound);
        (await first.Http.GetAsync("/agents/cached", fresh: true)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Register_SameIdsOnBothAtOnce_SucceedsOnceEach()
    {
        const int Ids = 50;
        var settings = await AppSettings.OnAzuriteAsync();
        await using var first = await RegistryProcess.StartAsync(settings);
        await using var second = await RegistryProcess.StartAsync(settings);

        var answers = await Task.WhenAll(Enumerable.Range(0, Ids).SelectMany(i =>
            new[] { first, second }.Select(async app => (Id: i, Answer: await app.Http.RegisterAsync($"agent-{i}")))));

        Assert.All(answers.GroupBy(answer => answer.Id), pair => Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict], pair.Select(entry => entry.Answer.Status).Order()));
    }
}

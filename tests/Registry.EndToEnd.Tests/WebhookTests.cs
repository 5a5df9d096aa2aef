using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>A receiver that fails, and a registry that is killed.</summary>
[Collection(OnAzurite.Name)]
public sealed class WebhookTests
{
    private const string Secret = "a long and random text";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Receiver_ThatFailsForAWhile_GetsEverythingInOrderAlsoFromARestartedRegistry()
    {
        await using var receiver = new WebhookReceiver(Secret) { Answer = HttpStatusCode.InternalServerError };
        var settings = await AppSettings.OnAzuriteAsync();
        string subscription;
        await using (var first = await RegistryProcess.StartAsync(settings))
        {
            var body = new JsonObject { ["url"] = receiver.Url, ["types"] = new JsonArray("agent.*"), ["secret"] = Secret };
            var created = (await first.Http.SendAsync(HttpMethod.Post, "/subscriptions", body.ToJsonString())).Is(HttpStatusCode.Created);
            Assert.Equal("active", created.String("status"));
            subscription = created.String("id");
            await ChangeAsync(first.Http, "a", "b", "c", "d");
            await UntilAsync(() => receiver.Refused.Count >= 5, "the receiver was tried");
            await first.KillAsync();
        }

        await using var second = await RegistryProcess.StartAsync(settings);
        await ChangeAsync(second.Http, "e");
        receiver.Answer = HttpStatusCode.Accepted;

        // The lease of the killed one has to run out first.
        await UntilAsync(() => receiver.Accepted.Distinct().Count() == 20, "all was delivered");

        Assert.Empty(receiver.Forged);
        foreach (var agent in receiver.Accepted.Distinct().GroupBy(happened => happened.AgentId))
        {
            var numbers = agent.Select(happened => long.Parse(happened.EventId.Split(':')[1], CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(4, numbers.Count);
            Assert.Equal(numbers.Order(), numbers);
        }

        await Polling.UntilAsync(
            "nothing is held",
            Patience,
            () => second.Http.GetAsync("/subscriptions/" + subscription, fresh: true),
            answer => answer.Status == HttpStatusCode.OK && answer.Number("held") == 0 && answer.Json.GetProperty("deliveries").GetArrayLength() == 20);
        Assert.Equal(0, await second.StopAsync());
    }

    /// <summary>Four changes of each agent.</summary>
    private static async Task ChangeAsync(HttpClient http, params string[] agents)
    {
        foreach (var agent in agents)
        {
            (await http.RegisterAsync(agent, ttlSeconds: 3600)).Is(HttpStatusCode.Created);
            for (var i = 1; i < 4; i++)
            {
                (await http.SendAsync(HttpMethod.Patch, "/agents/" + agent, $$"""{"version":"{{i}}.0.0"}""")).Is(HttpStatusCode.OK);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, $"Not within {Patience}: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}

using System.Net;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>Resolves and reports outcomes, so that circuits open and close.</summary>
internal sealed class ChaosCaller(ChaosClient client, Random random)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    public static async Task RegisterAsync(HttpClient http)
    {
        foreach (var id in new[] { "provider-0", "provider-1" })
        {
            using var content = new StringContent(
                """{"name":"p","type":"llm","kind":"provider","circuit_breaker":{"failure_threshold":2,"recovery_timeout":1,"success_threshold":1,"timeout_duration":2}}""",
                System.Text.Encoding.UTF8,
                "application/json");
            using var answer = await http.PutAsync(new Uri("/agents/" + id, UriKind.Relative), content);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }

    public async Task RunAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            // 404 while the circuits of both are open.
            var answer = await client.AskAsync("resolve", HttpMethod.Get, "/resolve?type=llm", null, null, HttpStatusCode.OK, HttpStatusCode.NotFound);
            if (answer?.Status is HttpStatusCode.OK)
            {
                var id = answer.Json.GetProperty("agent").GetProperty("id").GetString()!;
                var trial = answer.Json.TryGetProperty("trial", out var given) && given.ValueKind == System.Text.Json.JsonValueKind.Object ? $$""","trial":"{{given.GetProperty("id").GetString()}}" """ : "";
                var outcome = $$"""{"success":{{(random.Next(3) == 0 ? "true" : "false")}}{{trial}}}""";
                await client.AskAsync(id, HttpMethod.Post, $"/agents/{id}/outcome", outcome, null, HttpStatusCode.OK);
            }

            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }
}

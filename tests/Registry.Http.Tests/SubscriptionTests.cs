using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Diagnostics;
using Registry.Core.Storage;
using Xunit;

namespace Registry.Http.Tests;

public sealed class SubscriptionTests
{
    private const string Secret = "a-very-secret-text";
    private const string Good = """{"url":"https://receiver.example/hook?code=topsecret&x=1","types":["agent.*"],"secret":"a-very-secret-text"}""";

    [Fact]
    public async Task Create_Good_IsAnsweredWithoutSecrets()
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAndWaitAsync("POST", "/subscriptions", Good);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var created = await Answers.JsonAsync(response);
        var id = created.GetProperty("id").GetString()!;
        Assert.Equal($"/subscriptions/{id}", response.Headers.Location?.ToString());
        Assert.Equal("https://receiver.example/hook?code=***&x=1", created.GetProperty("url").GetString());
        Assert.Equal(["id", "url", "types", "status", "created_at"], created.EnumerateObject().Select(member => member.Name));
        using var list = await host.SendAndWaitAsync("GET", "/subscriptions");
        Assert.Equal(1, (await Answers.JsonAsync(list)).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Secrets_AppearNowhere()
    {
        await using var host = await HttpHost.StartAsync();
        var id = await CreateAsync(host);
        using var patched = await host.SendAndWaitAsync("PATCH", "/subscriptions/" + id, """{"types":["*"]}""");
        await host.RegisterAsync("a");
        await DeliveredAsync(host, 1);

        foreach (var path in new[] { "/subscriptions", "/subscriptions/" + id, "/audit", "/events?cursor=oldest", "/metrics" })
        {
            using var response = await host.SendAndWaitAsync("GET", path);
            var text = await response.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("topsecret", text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(host.Log.All, line => line.ToString()!.Contains(Secret, StringComparison.Ordinal) || line.ToString()!.Contains("topsecret", StringComparison.Ordinal));
        Assert.True(host.Receiver.Sent.TryPeek(out var sent));
        Assert.Equal((Secret, "https://receiver.example/hook?code=topsecret&x=1"), (sent.Secret, sent.Url.ToString()));
    }

    [Theory]
    [InlineData("[]", "body")]
    [InlineData("{}", "url types")]
    [InlineData("""{"url":5,"types":"agent.*","agent_type":7,"secret":"short"}""", "url types agent_type secret")]
    [InlineData("""{"url":"http://127.0.0.1/","types":["agent.*","nope",3]}""", "url types[1] types[2]")]
    [InlineData("""{"url":"http://169.254.169.254/","types":[]}""", "url types")]
    [InlineData("""{"url":"https://u:p@receiver.example/","types":["*"],"secret":"0123456789abcdef\u0000"}""", "url secret")]
    public async Task Create_Bad_NamesEveryMistake(string body, string fields)
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAndWaitAsync("POST", "/subscriptions", body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(fields.Split(' ').Order(StringComparer.Ordinal), problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Get_AfterDeliveries_ShowsThem()
    {
        await using var host = await HttpHost.StartAsync();
        var id = await CreateAsync(host);
        await host.RegisterAsync("a");
        await DeliveredAsync(host, 1);
        var delivered = default(JsonElement);
        for (var i = 0; i < 100 && (delivered.ValueKind == JsonValueKind.Undefined || delivered.GetProperty("deliveries").GetArrayLength() == 0); i++)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(100));
            using var response = await host.SendAndWaitAsync("GET", "/subscriptions/" + id);
            delivered = await Answers.JsonAsync(response);
        }

        var record = delivered.GetProperty("deliveries")[0];
        Assert.Equal((204, 1), (record.GetProperty("status_code").GetInt32(), record.GetProperty("attempts").GetInt32()));
        Assert.Equal((0, 0), (delivered.GetProperty("held").GetInt32(), delivered.GetProperty("dead_letters").GetArrayLength()));
    }

    [Fact]
    public async Task Change_PauseAndTypes_IsAnswered()
    {
        await using var host = await HttpHost.StartAsync();
        var id = await CreateAsync(host);

        using var response = await host.SendAndWaitAsync("PATCH", "/subscriptions/" + id, """{"status":"paused","types":["agent.registered"],"agent_type":"cost"}""");
        var changed = await Answers.JsonAsync(response);
        Assert.Equal(("paused", "cost"), (changed.GetProperty("status").GetString(), changed.GetProperty("agent_type").GetString()));
        using var back = await host.SendAndWaitAsync("PATCH", "/subscriptions/" + id, """{"status":"active","agent_type":null}""");
        Assert.False((await Answers.JsonAsync(back)).TryGetProperty("agent_type", out _));
        using var wrong = await host.SendAndWaitAsync("PATCH", "/subscriptions/" + id, """{"status":"ended"}""");
        await Answers.ProblemAsync(wrong, HttpStatusCode.BadRequest, "invalid_request");
        using var paused = await host.SendAndWaitAsync("PATCH", "/subscriptions/" + id, """{"status":"paused"}""");
        using var redeliver = await host.SendAndWaitAsync("POST", $"/subscriptions/{id}/redeliver");
        await Answers.ProblemAsync(redeliver, HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task Redeliver_NothingDead_IsNone()
    {
        await using var host = await HttpHost.StartAsync();
        var id = await CreateAsync(host);
        for (var i = 0; i < 50; i++)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        using var response = await host.SendAndWaitAsync("POST", $"/subscriptions/{id}/redeliver");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(0, (await Answers.JsonAsync(response)).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Delete_Subscription_IsGone()
    {
        await using var host = await HttpHost.StartAsync();
        var id = await CreateAsync(host);

        using var deleted = await host.SendAndWaitAsync("DELETE", "/subscriptions/" + id);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        foreach (var (method, path, body) in new[]
        {
            ("GET", "/subscriptions/" + id, (string?)null), ("DELETE", "/subscriptions/" + id, null),
            ("PATCH", "/subscriptions/" + id, "{}"), ("POST", $"/subscriptions/{id}/redeliver", null),
        })
        {
            using var response = await host.SendAndWaitAsync(method, path, body);
            await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task Delivery_Observed_CarriesItsTrace()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RegistryActivities.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await HttpHost.StartAsync();
        await CreateAsync(host);
        await host.RegisterAsync("a");
        await DeliveredAsync(host, 1);

        Assert.True(host.Receiver.Sent.TryPeek(out var sent));
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$", sent.Trace!);
    }

    [Fact]
    public async Task Storage_Gone_Is503()
    {
        await using var host = await HttpHost.StartAsync([Keys.Of("op", CallerRole.Operator, "key")]);
        host.Table.Fault = TableStatus.Unavailable;

        using var response = await host.SendAndWaitAsync("POST", "/subscriptions", Good, "x-functions-key: key");

        await Answers.ProblemAsync(response, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
    }

    private static async Task<string> CreateAsync(HttpHost host)
    {
        using var response = await host.SendAndWaitAsync("POST", "/subscriptions", Good);
        return (await Answers.JsonAsync(response)).GetProperty("id").GetString()!;
    }

    private static async Task DeliveredAsync(HttpHost host, int count)
    {
        for (var i = 0; i < 2000 && host.Receiver.Sent.Count < count; i++)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.True(host.Receiver.Sent.Count >= count);
    }
}

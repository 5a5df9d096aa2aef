using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Xunit;

namespace Registry.Http.Tests;

public sealed class RegistrationTests
{
    private const string Seed = """{"name":"cost-agent-1","type":"cost","host":"localhost","port":8001,"capabilities":["spot_migration"],"version":"1.0.0","metadata":{}}""";

    [Fact]
    public async Task Register_AsTheSeedsClient_AnswersWhatItReads()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("POST", "/agents/register", Seed);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var answer = await Answers.JsonAsync(response);
        var id = answer.GetProperty("agent_id").GetString();
        Assert.Equal(["agent_id", "registered_at", "heartbeat_url", "heartbeat_interval_seconds"], answer.EnumerateObject().Select(member => member.Name));
        Assert.Equal($"/agents/{id}/heartbeat", answer.GetProperty("heartbeat_url").GetString());
        Assert.Equal(30, answer.GetProperty("heartbeat_interval_seconds").GetInt32());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", answer.GetProperty("registered_at").GetString());
        Assert.Equal($"/agents/{id}", response.Headers.Location?.OriginalString);
        Assert.True(Guid.TryParse(id, out _));
    }

    [Fact]
    public async Task Register_TakenId_IsAlreadyRegistered()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var response = await host.SendAsync("POST", "/agents/register", """{"id":"a1","name":"b","type":"t","host":"h","port":1}""");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.Conflict, "already_registered");
        Assert.Equal("a1", problem.GetProperty("agent_id").GetString());
    }

    [Fact]
    public async Task Register_SameIdempotencyKey_GivesTheSameAgentAgain()
    {
        await using var host = await HttpHost.StartAsync();
        using var first = await host.SendAsync("POST", "/agents/register", Seed, "Idempotency-Key: k1");
        using var again = await host.SendAsync("POST", "/agents/register", Seed, "Idempotency-Key: k1");
        using var other = await host.SendAsync("POST", "/agents/register", Seed.Replace("8001", "8002", StringComparison.Ordinal), "Idempotency-Key: k1");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        await Answers.ProblemAsync(other, HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task Register_LongIdempotencyKey_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("POST", "/agents/register", Seed, "Idempotency-Key: " + new string('k', 129));

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("Idempotency-Key", out _));
    }

    [Fact]
    public async Task Put_NewThenExisting_RegistersThenReplaces()
    {
        await using var host = await HttpHost.StartAsync();
        using var created = await host.SendAsync("PUT", "/agents/p1", Seed);
        using var replaced = await host.SendAsync("PUT", "/agents/p1", Seed.Replace("8001", "8002", StringComparison.Ordinal));
        using var read = await host.SendAsync("GET", "/agents/p1");

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/agents/p1", created.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.Null(replaced.Headers.Location);
        Assert.NotEqual(created.Headers.ETag, replaced.Headers.ETag);
        Assert.Equal(replaced.Headers.ETag, read.Headers.ETag);
        Assert.Equal(8002, (await Answers.JsonAsync(read)).GetProperty("port").GetInt32());
    }

    [Fact]
    public async Task Put_AGetBack_IsAccepted()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("p1", ""","tags":["x"],"capabilities":[{"name":"c","version":"1.2.3"},"d"]""");
        using var before = await host.SendAsync("GET", "/agents/p1");
        var body = await before.Content.ReadAsStringAsync();
        using var put = await host.SendAsync("PUT", "/agents/p1", body);

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    [Theory]
    [InlineData("""{"id":"other","name":"a","type":"t","host":"h","port":1}""", "id")]
    [InlineData("""{"kind":"service","name":"p1","type":"t","host":"h","port":1}""", "kind")]
    public async Task Put_AnotherIdOrKind_IsRefused(string body, string field)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("p1");
        using var response = await host.SendAsync("PUT", "/agents/p1", body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Patch_Members_AnswersTheAgent()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("p1", ""","metadata":{"a":1,"b":2}""");
        using var response = await host.SendAsync("PATCH", "/agents/p1", """{"metadata":{"a":null,"c":3},"ttl_seconds":null}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var agent = await Answers.JsonAsync(response);
        Assert.Equal("""{"b":2,"c":3}""", agent.GetProperty("metadata").GetRawText());
        Assert.Equal($"\"{agent.GetProperty("revision").GetInt64()}\"", response.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task Patch_UnknownAgent_IsNotFound()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("PATCH", "/agents/p1", "{}");

        await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Get_Agent_FitsTheContract()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync(
            "g1", ""","capabilities":["a",{"name":"b","version":"1.0.0"}],"priority":"high","health_check":{"kind":"http","headers":{"k":"secret"}}""");
        using var response = await host.SendAsync("GET", "/agents/g1");
        var text = await response.Content.ReadAsStringAsync();
        var agent = JsonSerializer.Deserialize(text, ContractsContext.Default.AgentResource)!;

        Assert.Equal("http://h:8001", agent.Endpoint);
        Assert.Equal(["a", "b"], agent.Capabilities);
        Assert.Equal("1.0.0", agent.CapabilityDetails!.Single(capability => capability.Name == "b").Version);
        Assert.Equal("healthy", agent.Status);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.All(
            ["id", "name", "type", "kind", "capabilities", "status", "lifecycle", "tags", "metadata", "registered_at", "updated_at", "last_seen", "revision"],
            name => Assert.Contains($"\"{name}\":", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a%2Fb")]
    [InlineData("a%20b")]
    [InlineData("a%0Ab")]
    [InlineData("%ED%A0%80")]
    [InlineData("a%25")]
    [InlineData("heartbeats%20")]
    public async Task AnyCall_ImpossibleId_IsRefusedByName(string id)
    {
        await using var host = await HttpHost.StartAsync();
        foreach (var (method, path, body) in new[]
        {
            ("GET", "", null), ("GET", "?fields=id", null), ("DELETE", "", null), ("PUT", "", Seed), ("PATCH", "", "{}"), ("POST", "/heartbeat", null), ("POST", "/unregister", null),
        })
        {
            using var response = await host.SendAsync(method, $"/agents/{id}{path}", body);
            var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
            Assert.True(problem.GetProperty("errors").TryGetProperty("id", out _), method);
        }
    }

    [Fact]
    public async Task Get_IdWithNul_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        var context = await host.Server.SendAsync(request =>
        {
            request.Request.Method = HttpMethods.Get;
            request.Request.Path = "/agents/a\0b";
        });

        Assert.Equal(StatusCodes.Status400BadRequest, context.Response.StatusCode);
    }

    [Fact]
    public async Task Changes_AreLoggedOnceEachWithTheirCorrelation()
    {
        await using var host = await HttpHost.StartAsync();
        using var put = await host.SendAsync("PUT", "/agents/p1", Seed, "X-Correlation-Id: c-1");
        using var again = await host.SendAsync("PUT", "/agents/p1", Seed.Replace("8001", "8002", StringComparison.Ordinal));
        using var patch = await host.SendAsync("PATCH", "/agents/p1", """{"description":"d"}""");
        using var beat = await host.SendAsync("POST", "/agents/p1/heartbeat");
        using var delete = await host.SendAsync("DELETE", "/agents/p1");

        var lines = host.Log.OfHttp.ToList();
        Assert.Equal(
            ["registered", "replaced", "patched", "unregistered"],
            lines.Select(line => line.Text.Split([' ', ',', '.'])[2]));
        Assert.Contains("CorrelationId:c-1", lines[0].Scopes, StringComparison.Ordinal);
    }
}

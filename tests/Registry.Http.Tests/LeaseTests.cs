using System.Net;
using System.Text;
using Xunit;

namespace Registry.Http.Tests;

public sealed class LeaseTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"status":"healthy","metadata":{}}""")]
    [InlineData("""{"status":"","metadata":null}""")]
    [InlineData("""{"status":"degraded","metadata":{"load":0.5}}""")]
    public async Task Heartbeat_KnownAgent_IsReceived(string? body)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var response = await host.SendAsync("POST", "/agents/a1/heartbeat", body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await Answers.JsonAsync(response);
        Assert.Equal(["received", "next_interval_seconds", "timestamp"], answer.EnumerateObject().Select(member => member.Name));
        Assert.True(answer.GetProperty("received").GetBoolean());
        Assert.Equal(30, answer.GetProperty("next_interval_seconds").GetInt32());
    }

    [Fact]
    public async Task Heartbeat_EmptyBodyOfAnyType_IsReceived()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/agents/a1/heartbeat") { Content = new StringContent("", Encoding.UTF8, "text/plain") };
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Heartbeat_UnknownAgent_IsNotFoundAndSaysSoAsTheSeedDid()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("POST", "/agents/ghost/heartbeat", "{}");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
        Assert.Equal("ghost", problem.GetProperty("agent_id").GetString());
    }

    [Theory]
    [InlineData("""{"status":"unreachable"}""", "status")]
    [InlineData("""{"status":"unknown"}""", "status")]
    [InlineData("""{"status":"fine"}""", "status")]
    [InlineData("""{"status":1}""", "status")]
    [InlineData("""{"metadata":[]}""", "metadata")]
    [InlineData("""{"metadata":"x"}""", "metadata")]
    [InlineData("[]", "body")]
    public async Task Heartbeat_WrongBody_IsRefused(string body, string field)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var response = await host.SendAsync("POST", "/agents/a1/heartbeat", body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Heartbeat_Metadata_IsMerged()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", ""","metadata":{"a":1,"b":2}""");
        using var beat = await host.SendAsync("POST", "/agents/a1/heartbeat", """{"status":"degraded","metadata":{"a":null,"c":{"d":1}}}""");
        using var read = await host.SendAsync("GET", "/agents/a1");

        var agent = await Answers.JsonAsync(read);
        Assert.Equal("degraded", agent.GetProperty("status").GetString());
        Assert.Equal("""{"b":2,"c":{"d":1}}""", agent.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task Unregister_Twice_SaysTheSame()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var first = await host.SendAsync("POST", "/agents/a1/unregister");
        using var second = await host.SendAsync("POST", "/agents/a1/unregister", "{}");

        const string Message = """{"message":"Agent unregistered successfully"}""";
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(Message, await first.Content.ReadAsStringAsync());
        Assert.Equal(Message, await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Delete_Twice_IsNotFoundThen()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var first = await host.SendAsync("DELETE", "/agents/a1");
        using var second = await host.SendAsync("DELETE", "/agents/a1");

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Empty(await first.Content.ReadAsByteArrayAsync());
        await Answers.ProblemAsync(second, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Sweep_AfterSilence_MarksThenExpires()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", ""","ttl_seconds":10""");
        using var none = await host.SendAsync("POST", "/sweep");
        host.Time.Advance(TimeSpan.FromSeconds(11));
        using var marks = await host.SendAsync("POST", "/sweep");
        host.Time.Advance(TimeSpan.FromSeconds(4));
        using var expires = await host.SendAsync("POST", "/sweep");
        using var beat = await host.SendAsync("POST", "/agents/a1/heartbeat");

        Assert.Equal("""{"unreachable":0,"expired":0}""", await none.Content.ReadAsStringAsync());
        Assert.Equal("""{"unreachable":1,"expired":0}""", await marks.Content.ReadAsStringAsync());
        Assert.Equal("""{"unreachable":0,"expired":1}""", await expires.Content.ReadAsStringAsync());
        await Answers.ProblemAsync(beat, HttpStatusCode.NotFound, "not_found");
    }
}

using System.Net;
using System.Text.Json;
using Registry.Contracts.Services;
using Xunit;

namespace Registry.Http.Tests.Services;

/// <summary>Bodies that are wrong or meant to hurt: refused with every mistake by its own name, and nothing is there after.</summary>
public sealed class ServiceHostileTests
{
    private const string Rest = "\"endpoint\":\"https://h\",\"version\":\"1\"";

    [Theory]
    [InlineData("{}", "endpoint,name,version")]
    [InlineData("""{"name":null,"endpoint":"","version":""}""", "endpoint,name,version")]
    [InlineData("[]", "body")]
    [InlineData("\"x\"", "body")]
    [InlineData("{", "body")]
    [InlineData("""{"name":"a b",""" + Rest + "}", "name")]
    [InlineData("""{"name":"health",""" + Rest + "}", "name")]
    [InlineData("""{"name":"..",""" + Rest + "}", "name")]
    [InlineData("""{"name":"a@b",""" + Rest + "}", "name")]
    [InlineData("""{"name":5,""" + Rest + "}", "name")]
    [InlineData("""{"name":"a","name":"b",""" + Rest + "}", "name")]
    [InlineData("""{"name":"a\u0000",""" + Rest + "}", "name")]
    [InlineData("""{"name":"a\ud800",""" + Rest + "}", "name")]
    [InlineData("""{"name":"a","endpoint":"localhost:80","version":1}""", "endpoint,version")]
    [InlineData("""{"name":"a","metadata":[],""" + Rest + "}", "metadata")]
    [InlineData("""{"name":"a","metadata":"x",""" + Rest + "}", "metadata")]
    [InlineData("""{"name":"a","metadata":{"tags":"x","environment":[],"type":{}},""" + Rest + "}", "metadata.environment,metadata.tags,metadata.type")]
    [InlineData("""{"name":"a","metadata":{"tags":["a","b","c",4]},""" + Rest + "}", "metadata.tags[3]")]
    [InlineData("""{"name":"a","metadata":{"tags":["a"],"tags":["b"]},""" + Rest + "}", "metadata")]
    [InlineData("""{"name":"a","metadata":{"x":1e999},""" + Rest + "}", "metadata")]
    [InlineData("""{"name":"a","metadata":{"x":"\u0000"},""" + Rest + "}", "metadata")]
    [InlineData("""{"name":"a","capabilities":{},""" + Rest + "}", "capabilities")]
    [InlineData("""{"name":"a","capabilities":[{"version":"1"},{"name":"x","inputs":5}],""" + Rest + "}", "capabilities[0].name,capabilities[1].inputs")]
    public async Task Register_Wrong_NamesEveryFieldAsItWasGiven(string body, string fields)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("POST", Seed.Services, body);
        using var list = await host.SendAsync("GET", Seed.Services, null, "Cache-Control: no-cache");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        var errors = problem.GetProperty("errors");
        Assert.Equal(fields.Split(','), errors.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await Shapes.ReadAsync<ServicePage>(list)).Total);
    }

    [Theory]
    [InlineData("\"id\":\"other\",\"kind\":\"system\",\"owner\":\"root\",\"status\":\"healthy\",\"ttl_seconds\":10,\"type\":\"x\",\"tags\":[\"x\"]")]
    [InlineData("\"health\":{\"status\":\"healthy\",\"lastCheck\":\"never\"}")]
    [InlineData("\"health\":17,\"registeredAt\":false,\"updatedAt\":{}")]
    [InlineData("\"Metadata\":{\"tags\":[\"x\"]},\"capability_details\":[],\"health_check\":{\"kind\":\"tcp\"}")]
    public async Task Register_WithMembersItHasNot_IgnoresThem(string members)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("POST", Seed.Services, $$"""{"name":"a",{{members}},{{Rest}}}""");
        using var agent = await host.SendAsync("GET", "/agents/a");

        Assert.Equal("unknown", (await Shapes.ReadAsync<ServiceDefinition>(response)).Health.Status);
        var json = await Answers.JsonAsync(agent);
        Assert.Equal(("service", "service", 300d), (json.GetProperty("kind").GetString(), json.GetProperty("type").GetString(), json.GetProperty("ttl_seconds").GetDouble()));
        Assert.Equal(("http", "[]", "{}"), (json.GetProperty("health_check").GetProperty("kind").GetString(), json.GetProperty("tags").GetRawText(), json.GetProperty("metadata").GetRawText()));
    }

    [Fact]
    public async Task Register_SecretsInTheEndpoint_AreNeverAnswered()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("POST", Seed.Services, """{"name":"a","endpoint":"https://user:hunter2@h/x?sig=abc","version":"1"}""");

        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Register_TooMuch_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        var keys = string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"k{i}\":1"));
        using var tooManyKeys = await host.SendAsync("POST", Seed.Services, $$"""{"name":"a","metadata":{{{keys}}},{{Rest}}}""");
        using var tooLong = await host.SendAsync("POST", Seed.Services, $$"""{"name":"a","metadata":{"x":"{{new string('x', 40_000)}}"},{{Rest}}}""");
        using var tooLarge = await host.SendAsync("POST", Seed.Services, $$"""{"name":"a","metadata":{"x":"{{new string('x', 70_000)}}"},{{Rest}}}""");
        using var tooDeep = await host.SendAsync("POST", Seed.Services, $$"""{"name":"a","metadata":{"x":{{new string('[', 20)}}{{new string(']', 20)}}},{{Rest}}}""");

        await Answers.ProblemAsync(tooManyKeys, HttpStatusCode.BadRequest, "invalid_request");
        await Answers.ProblemAsync(tooLong, HttpStatusCode.BadRequest, "invalid_request");
        await Answers.ProblemAsync(tooLarge, HttpStatusCode.RequestEntityTooLarge, "too_large");
        await Answers.ProblemAsync(tooDeep, HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory]
    [InlineData("GET", "/a%20b")]
    [InlineData("GET", "/register/health")]
    [InlineData("PUT", "/batch")]
    [InlineData("DELETE", "/a,b")]
    public async Task Call_ByWhatIsNoName_IsRefused(string method, string path)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync(method, Seed.Services + path, method == "PUT" ? "{}" : null);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("name", out _));
    }

    [Fact]
    public async Task Register_AwkwardText_ComesBackAsItIs()
    {
        await using var host = await HttpHost.StartAsync();
        const string Metadata = """{"tags":["ä b","</script>"],"quo\"te\\":"\"\\\n","😀":{"deep":[1.50,1e3,null,true]},"":"empty"}""";
        await Seed.RegisterAsync(host, "a", ",\"metadata\":" + Metadata);
        using var read = await host.SendAsync("GET", Seed.Services + "/a");

        using var expected = JsonDocument.Parse(Metadata);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, (await Answers.JsonAsync(read)).GetProperty("metadata")));
    }

    [Fact]
    public async Task Register_WhileStorageIsDown_SaysSo()
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "a");
        using var loaded = await host.SendAsync("GET", Seed.Services);
        host.Table.Fault = Core.Storage.TableStatus.Unavailable;
        host.Time.Advance(TimeSpan.FromSeconds(2));
        using var write = await host.SendAndWaitAsync("POST", Seed.Services, $$"""{"name":"b",{{Rest}}}""");
        using var read = await host.SendAndWaitAsync("GET", Seed.Services + "/a");
        using var health = await host.SendAndWaitAsync("GET", "/api/v1/registry/health");
        using var stats = await host.SendAndWaitAsync("GET", "/api/v1/registry/stats");

        await Answers.ProblemAsync(write, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        var report = await Shapes.ReadAsync<ServiceRegistryHealth>(health);
        Assert.Equal(("degraded", 1), (report.Status, report.TotalServices));
        Assert.Equal(1, (await Shapes.ReadAsync<ServiceStatistics>(stats)).TotalServices);
    }
}

using System.Net;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Time;
using Xunit;

namespace Registry.Http.Tests.Indexes;

public sealed class IndexTests
{
    [Fact]
    public async Task PutIndex_OverAgentsThatAreThere_FindsThemAndThoseThatCome()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a", ""","metadata":{"author":"HappyOS"},"tags":["x"]""");
        await host.RegisterAsync("b", ""","metadata":{"author":["HappyOS","Ann"]}""");
        await PutAsync(host, "author", "metadata.author", HttpStatusCode.Created);
        await host.RegisterAsync("c", ""","metadata":{"author":"Ann"}""");

        Assert.Equal(["a", "b"], await FindAsync(host, "index.author=HappyOS"));
        Assert.Equal(["b", "c"], await FindAsync(host, "index.author=Ann"));
        Assert.Equal(["b"], await FindAsync(host, "index.author=Ann&index.author=HappyOS"));
        Assert.Equal(["a"], await FindAsync(host, "index.author=HappyOS&tag=x&type=cost"));
        Assert.Empty(await FindAsync(host, "index.author=happyos"));

        using (await host.SendAsync("PATCH", "/agents/a", """{"metadata":{"author":"Ann"}}"""))
        {
        }

        Assert.Equal(["a", "b", "c"], await FindAsync(host, "index.author=Ann"));
    }

    [Fact]
    public async Task PutIndex_Again_IsOkAndTakesTheNewPath()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a", ""","version":"1.0.0","metadata":{"v":"2"}""");
        await PutAsync(host, "v", "version", HttpStatusCode.Created);
        await PutAsync(host, "v", "version", HttpStatusCode.OK);
        Assert.Equal(["a"], await FindAsync(host, "index.v=1.0.0"));

        await PutAsync(host, "v", "metadata.v", HttpStatusCode.OK);

        Assert.Equal(["a"], await FindAsync(host, "index.v=2"));
        Assert.Empty(await FindAsync(host, "index.v=1.0.0"));
    }

    [Fact]
    public async Task ListIndexes_HasBuiltInAndOwn()
    {
        await using var host = await HttpHost.StartAsync();
        await PutAsync(host, "author", "metadata.author", HttpStatusCode.Created);

        using var response = await host.SendAsync("GET", "/indexes");

        var indexes = (await Answers.JsonAsync(response)).GetProperty("indexes").EnumerateArray().ToList();
        Assert.Contains(indexes, index => index.GetProperty("name").GetString() == "type" && index.GetProperty("built_in").GetBoolean());
        var own = Assert.Single(indexes, index => !index.GetProperty("built_in").GetBoolean());
        Assert.Equal(("author", "metadata.author"), (own.GetProperty("name").GetString(), own.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task BuiltInIndex_AskedAsAnIndex_IsTheFilter()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a", ""","tags":["x"]""");
        await host.RegisterAsync("b");

        Assert.Equal(["a"], await FindAsync(host, "index.tag=x&index.type=COST"));
    }

    [Fact]
    public async Task RemoveIndex_ThenAsked_IsUnknown()
    {
        await using var host = await HttpHost.StartAsync();
        await PutAsync(host, "author", "metadata.author", HttpStatusCode.Created);
        using var removed = await host.SendAsync("DELETE", "/indexes/author");
        using var again = await host.SendAsync("DELETE", "/indexes/author");
        using var builtIn = await host.SendAsync("DELETE", "/indexes/type");
        using var asked = await host.SendAsync("GET", "/agents?index.author=x");

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await Answers.ProblemAsync(again, HttpStatusCode.NotFound, "not_found");
        await Answers.ProblemAsync(builtIn, HttpStatusCode.BadRequest, "invalid_request");
        var problem = await Answers.ProblemAsync(asked, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("index.author", out _));
    }

    [Fact]
    public async Task Indexes_MoreThan32_AreRefused()
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 32; i++)
        {
            await PutAsync(host, $"i{i}", "version", HttpStatusCode.Created);
        }

        using var response = await host.SendAsync("PUT", "/indexes/one-more", """{"path":"version"}""");

        await Answers.ProblemAsync(response, HttpStatusCode.Conflict, "conflict");
        await PutAsync(host, "i0", "name", HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("author", """{"path":"nothing.author"}""", "path")]
    [InlineData("author", """{"path":"metadata"}""", "path")]
    [InlineData("author", """{"path":5}""", "path")]
    [InlineData("author", """{}""", "path")]
    [InlineData("type", """{"path":"version"}""", "name")]
    [InlineData("a%20b", """{"path":"version"}""", "name")]
    public async Task PutIndex_Bad_SaysWhatIsWrong(string name, string body, string field)
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAsync("PUT", "/indexes/" + name, body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Index_OnAnotherInstance_IsThereAtOnceAndAfterAStart()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a", ""","metadata":{"author":"HappyOS"}""");
        var other = Other(host);
        await other.LoadAsync(CancellationToken.None);
        await other.DiscoverAsync(DiscoveryQuery.All, Freshness.Bounded, CancellationToken.None);

        await PutAsync(host, "author", "metadata.author", HttpStatusCode.Created);

        var query = DiscoveryQuery.Parse([KeyValuePair.Create("index.author", "HappyOS")], new FieldErrors())!;
        foreach (var registry in new[] { other, Other(host) })
        {
            var outcome = await registry.DiscoverAsync(query, Freshness.Bounded, CancellationToken.None);
            Assert.True(outcome.Is(out var found, out var refusal), refusal?.Detail);
            Assert.Equal(1, found.Total);
        }
    }

    private static AgentRegistry Other(HttpHost host) => new(host.Table, new StorageClock(host.Time), host.Time, Entropy.System, new RegistryOptions());

    private static async Task PutAsync(HttpHost host, string name, string path, HttpStatusCode expected)
    {
        using var response = await host.SendAsync("PUT", "/indexes/" + name, $$"""{"path":"{{path}}"}""");
        Assert.True(expected == response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<IEnumerable<string?>> FindAsync(HttpHost host, string query)
    {
        using var response = await host.SendAsync("GET", "/agents?" + query);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await Answers.JsonAsync(response)).GetProperty("agents").EnumerateArray().Select(agent => agent.GetProperty("id").GetString());
    }
}

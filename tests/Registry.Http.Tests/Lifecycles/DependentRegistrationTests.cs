using Xunit;

namespace Registry.Http.Tests.Lifecycles;

public sealed class DependentRegistrationTests
{
    [Fact]
    public async Task Register_WithDependenciesThatAreNotActive_StartsRegistered()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", ",\"dependencies\":[\"ghost\",\"ghost\"]");
        var agent = await host.AskAsync(200, "GET", "/agents/a1?include=dependencies,dependents,errors");

        Assert.Equal("registered", agent.Text("lifecycle"));
        Assert.Equal(["ghost"], agent.Texts("dependencies"));
        Assert.Empty(agent.Texts("dependents"));
        Assert.Equal(0, agent.GetProperty("errors").GetArrayLength());

        await host.RegisterAsync("ghost");
        await host.RegisterAsync("a2", ",\"dependencies\":[\"ghost\"]");
        Assert.Equal("active", await host.LifecycleAsync("a2"));
        Assert.Equal(["a1", "a2"], (await host.AskAsync(200, "GET", "/agents/ghost/dependents")).Texts("dependents"));
    }

    [Fact]
    public async Task Register_ExplicitlyActiveOnWhatIsNot_IsRefusedAndLeavesNothing()
    {
        await using var host = await HttpHost.StartAsync();
        const string Body = """{"id":"a1","name":"a1","type":"t","host":"h","port":1,"lifecycle":"active","dependencies":["ghost"]}""";
        var refused = await host.AskAsync(409, "POST", "/agents/register", Body);

        Assert.Equal("dependencies_not_active", refused.Text("code"));
        await host.AskAsync(404, "GET", "/agents/a1");
        Assert.Equal(0, (await host.AskAsync(200, "GET", "/graph")).GetProperty("edges").GetArrayLength());
    }

    [Theory]
    [InlineData("PUT", "/agents/new", "If-Match: \"x\"", 412, "")]
    [InlineData("PUT", "/agents/a1", "If-Match: \"x\"", 412, "")]
    [InlineData("PUT", "/agents/a1", "If-None-Match: *", 412, "")]
    [InlineData("PUT", "/agents/a1", "Accept: */*", 400, ",\"kind\":\"component\"")]
    [InlineData("PATCH", "/agents/a1", "If-Match: \"x\"", 412, "")]
    [InlineData("POST", "/agents/register", "Accept: */*", 403, ",\"id\":\"s1\",\"kind\":\"system\",\"system_type\":\"database\"")]
    public async Task Write_WithDependenciesThatTheShardRefuses_WritesNothing(string method, string path, string header, int status, string more)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", ",\"dependencies\":[\"b\"]");
        var written = 0;
        host.Table.Written = (_, operations) => written += operations.Count(static operation => operation.Entity.RowKey.StartsWith("c_", StringComparison.Ordinal));
        using var response = await host.SendAndWaitAsync(method, path, "{\"name\":\"a1\",\"type\":\"t\",\"host\":\"h\",\"port\":1,\"dependencies\":[\"c\"]" + more + "}", header);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(0, written);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task Write_OfOtherDependenciesAtTheRightRevision_IsDone(string method)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", ",\"dependencies\":[\"b\"]");
        using var read = await host.SendAsync("GET", "/agents/a1");
        using var response = await host.SendAndWaitAsync(
            method, "/agents/a1", """{"name":"a1","type":"t","host":"h","port":1,"dependencies":["c"]}""", "If-Match: " + read.Headers.ETag);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(["c"], (await host.AskAsync(200, "GET", "/agents/a1/dependencies")).Texts("dependencies"));
    }

    [Fact]
    public async Task Register_OverATakenId_KeepsTheOthersDependencies()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", ",\"dependencies\":[\"b\"]");
        await host.AskAsync(409, "POST", "/agents/register", """{"id":"a1","name":"a1","type":"t","host":"h","port":1,"dependencies":["c"]}""");

        Assert.Equal(["b"], (await host.AskAsync(200, "GET", "/agents/a1/dependencies")).Texts("dependencies"));
    }

    [Fact]
    public async Task Register_OfACycle_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", ",\"dependencies\":[\"a2\"]");
        var refused = await host.AskAsync(409, "POST", "/agents/register", """{"id":"a2","name":"a2","type":"t","host":"h","port":1,"dependencies":["a1"]}""");

        Assert.Equal("dependency_cycle", refused.Text("code"));
        await host.AskAsync(404, "GET", "/agents/a2");
    }

    [Theory]
    [InlineData("""["a1"]""", "dependencies[0]")]
    [InlineData("""["a/b",7]""", "dependencies[0]")]
    [InlineData("\"b\"", "dependencies")]
    public async Task Register_WithWrongDependencies_NamesThem(string dependencies, string field)
    {
        await using var host = await HttpHost.StartAsync();
        var refused = await host.AskAsync(400, "POST", "/agents/register", $$"""{"id":"a1","name":"a1","type":"t","host":"h","port":1,"dependencies":{{dependencies}}}""");

        Assert.True(refused.GetProperty("errors").TryGetProperty(field, out _), refused.GetRawText());
    }

    [Fact]
    public async Task Put_WithAndWithoutDependencies_ReplacesOrKeepsThem()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", ",\"dependencies\":[\"b\",\"c\"]");
        await host.AskAsync(200, "PUT", "/agents/a1", """{"name":"a1","type":"t","host":"h","port":2}""");
        Assert.Equal(["b", "c"], (await host.AskAsync(200, "GET", "/agents/a1/dependencies")).Texts("dependencies"));

        await host.AskAsync(200, "PUT", "/agents/a1", """{"name":"a1","type":"t","host":"h","port":2,"dependencies":["c","d"]}""");
        Assert.Equal(["c", "d"], (await host.AskAsync(200, "GET", "/agents/a1/dependencies")).Texts("dependencies"));

        await host.AskAsync(412, "PUT", "/agents/a1", """{"name":"a1","type":"t","host":"h","port":2,"dependencies":[]}""", "If-Match: \"7777\"");
        Assert.Equal(["c", "d"], (await host.AskAsync(200, "GET", "/agents/a1/dependencies")).Texts("dependencies"));

        await host.AskAsync(200, "PATCH", "/agents/a1", """{"dependencies":["e"]}""");
        Assert.Equal(["e"], (await host.AskAsync(200, "GET", "/agents/a1/dependencies")).Texts("dependencies"));
        await host.AskAsync(200, "PATCH", "/agents/a1", """{"dependencies":null}""");
        Assert.Empty((await host.AskAsync(200, "GET", "/agents/a1/dependencies")).Texts("dependencies"));
    }

    [Fact]
    public async Task Put_OfADiscoveredAgent_RegistersIt()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("a1", ",\"lifecycle\":\"discovered\"");
        await host.RegisterComponentAsync("a2", ",\"lifecycle\":\"discovered\",\"dependencies\":[\"b\"]");
        Assert.Equal("conflict", (await host.AskAsync(409, "POST", "/agents/a1/activate")).Text("code"));

        foreach (var id in new[] { "a1", "a2" })
        {
            await host.AskAsync(200, "PUT", $"/agents/{id}", """{"name":"n","type":"skill","kind":"component"}""");
            Assert.Equal("registered", await host.LifecycleAsync(id));
        }

        var events = await host.AskAsync(200, "GET", "/events?cursor=oldest&type=agent.lifecycle.changed");
        Assert.Equal(["a1", "a2"], events.GetProperty("events").EnumerateArray().Select(static happened => happened.Text("subject")).Order());
    }

    [Fact]
    public async Task Unregister_TakesItsEdges_AndLeavesThoseToItAsMissing()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("base", ",\"lifecycle\":\"active\"");
        await host.RegisterComponentAsync("mid", ",\"lifecycle\":\"active\",\"dependencies\":[\"base\"]");
        await host.RegisterComponentAsync("top", ",\"lifecycle\":\"active\",\"dependencies\":[\"mid\"]");

        await host.AskAsync(204, "DELETE", "/agents/mid");

        Assert.Empty((await host.AskAsync(200, "GET", "/agents/base/dependents")).Texts("dependents"));
        Assert.Equal(["Missing dependency: mid"], (await host.AskAsync(200, "GET", "/agents/top/dependencies/validate")).Texts("errors"));
        var graph = await host.AskAsync(200, "GET", "/graph");
        Assert.Equal("missing", graph.GetProperty("nodes").EnumerateArray().Single(static node => node.Text("id") == "mid").Text("status"));
        await host.AskAsync(200, "POST", "/agents/base/deactivate");

        // A new registration of the id has none of the old one's edges.
        await host.RegisterComponentAsync("mid");
        Assert.Empty((await host.AskAsync(200, "GET", "/agents/mid/dependencies")).Texts("dependencies"));
        Assert.Equal(["top"], (await host.AskAsync(200, "GET", "/agents/mid/dependents")).Texts("dependents"));
    }
}

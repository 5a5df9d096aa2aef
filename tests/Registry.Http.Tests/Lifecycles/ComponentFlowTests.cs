using Xunit;

namespace Registry.Http.Tests.Lifecycles;

/// <summary>The flows of the component registry's document.</summary>
public sealed class ComponentFlowTests
{
    [Fact]
    public async Task Components_FromRegistrationToRecovery_GoAsDocumented()
    {
        await using var host = await HttpHost.StartAsync();
        foreach (var id in new[] { "calculator", "logger", "base" })
        {
            await host.RegisterComponentAsync(id);
            Assert.Equal("registered", await host.LifecycleAsync(id));
        }

        // calculator → logger → base.
        await host.AskAsync(201, "PUT", "/agents/calculator/dependencies/logger");
        await host.AskAsync(201, "PUT", "/agents/logger/dependencies/base");
        var again = await host.AskAsync(200, "PUT", "/agents/logger/dependencies/base");
        Assert.Equal(["base"], again.Texts("dependencies"));

        var cycle = await host.AskAsync(409, "PUT", "/agents/base/dependencies/calculator");
        Assert.Equal("dependency_cycle", cycle.Text("code"));
        Assert.Contains("base → calculator → logger → base", cycle.Text("detail"), StringComparison.Ordinal);
        await host.AskAsync(409, "PUT", "/agents/base/dependencies/base");
        Assert.True((await host.AskAsync(200, "GET", "/graph/would-cycle?from=base&to=calculator")).GetProperty("would_cycle").GetBoolean());
        Assert.False((await host.AskAsync(200, "GET", "/graph/would-cycle?from=calculator&to=base")).GetProperty("would_cycle").GetBoolean());

        var order = (await host.AskAsync(200, "POST", "/graph/activation-order", """{"ids":["calculator","base","logger"]}""")).Texts("order");
        Assert.Equal(["base", "logger", "calculator"], order);

        var refused = await host.AskAsync(409, "POST", "/agents/calculator/activate");
        Assert.Equal("dependencies_not_active", refused.Text("code"));
        Assert.Equal("""[{"id":"logger","reason":"inactive"}]""", refused.GetProperty("dependencies").GetRawText());
        foreach (var id in order)
        {
            Assert.Equal("active", (await host.AskAsync(200, "POST", $"/agents/{id}/activate")).Text("lifecycle"));
        }

        var needed = await host.AskAsync(409, "POST", "/agents/base/deactivate");
        Assert.Equal("has_active_dependents", needed.Text("code"));
        Assert.Equal(["logger"], needed.Texts("dependents"));

        Assert.Equal("error", (await host.AskAsync(200, "POST", "/agents/logger/errors", """{"message":"disk full"}""")).Text("lifecycle"));
        var validation = await host.AskAsync(200, "GET", "/agents/calculator/dependencies/validate");
        Assert.False(validation.GetProperty("valid").GetBoolean());
        Assert.Equal(["Dependency in error: logger"], validation.Texts("errors"));
        Assert.Equal("conflict", (await host.AskAsync(409, "POST", "/agents/logger/activate")).Text("code"));

        Assert.Equal("inactive", (await host.AskAsync(200, "DELETE", "/agents/logger/errors")).Text("lifecycle"));
        await host.AskAsync(200, "POST", "/agents/logger/activate");
        Assert.True((await host.AskAsync(200, "GET", "/agents/calculator/dependencies/validate")).GetProperty("valid").GetBoolean());
        var history = await host.AskAsync(200, "GET", "/agents/logger/errors");
        Assert.Equal("disk full", history.GetProperty("errors")[0].Text("message"));
        Assert.Equal(1, history.GetProperty("count").GetInt32());

        var graph = await host.AskAsync(200, "GET", "/graph");
        Assert.Equal(["base", "calculator", "logger"], graph.GetProperty("nodes").EnumerateArray().Select(static node => node.Text("id")));
        Assert.Equal("active", graph.GetProperty("nodes")[0].Text("status"));
        Assert.Equal("""{"from":"logger","to":"calculator","label":"depends_on"}""", graph.GetProperty("edges")[0].GetRawText());
    }

    [Fact]
    public async Task Activate_WithCascade_DoesTheOthersFirst()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("base");
        await host.RegisterComponentAsync("logger", ",\"dependencies\":[\"base\"]");
        await host.RegisterComponentAsync("app", ",\"dependencies\":[\"logger\",\"base\"]");

        var activated = await host.AskAsync(200, "POST", "/agents/app/activate?cascade=true");
        Assert.Equal(["base", "logger", "app"], activated.Texts("activated"));
        Assert.Equal("active", activated.Text("lifecycle"));

        var deactivated = await host.AskAsync(200, "POST", "/agents/base/deactivate?cascade=true");
        Assert.Equal(["app", "logger", "base"], deactivated.Texts("deactivated"));
        Assert.Equal("inactive", await host.LifecycleAsync("app"));
    }

    [Fact]
    public async Task Activate_WithCascadeAndAMissingDependency_ChangesNothing()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("logger", ",\"dependencies\":[\"ghost\"]");
        await host.RegisterComponentAsync("app", ",\"dependencies\":[\"logger\"]");

        var refused = await host.AskAsync(409, "POST", "/agents/app/activate?cascade=true");

        Assert.Equal("""[{"id":"ghost","reason":"missing"}]""", refused.GetProperty("dependencies").GetRawText());
        Assert.Equal("registered", await host.LifecycleAsync("logger"));
    }

    [Fact]
    public async Task Deactivate_WithForce_LeavesActiveDependents()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("base", ",\"lifecycle\":\"active\"");
        await host.RegisterComponentAsync("app", ",\"lifecycle\":\"active\",\"dependencies\":[\"base\"]");

        Assert.Equal("inactive", (await host.AskAsync(200, "POST", "/agents/base/deactivate?force=true")).Text("lifecycle"));

        var validation = await host.AskAsync(200, "POST", "/agents/app/dependencies/validate");
        Assert.Equal(["Dependency not active: base"], validation.Texts("errors"));
        Assert.Equal("error", await host.LifecycleAsync("app"));
        await host.AskAsync(400, "POST", "/agents/base/deactivate?force=true&cascade=true");
        await host.AskAsync(400, "POST", "/agents/base/deactivate?force=perhaps");
    }

    [Fact]
    public async Task ActivateBatch_OrdersItself_AndOneFailsAlone()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("base");
        await host.RegisterComponentAsync("app", ",\"dependencies\":[\"base\"]");
        await host.RegisterComponentAsync("stray", ",\"dependencies\":[\"ghost\"]");

        var answer = await host.AskAsync(200, "POST", "/agents/activate", """{"ids":["app","stray","base","nobody","a/b",7,"app"]}""");

        Assert.Equal([200, 409, 200, 404, 400, 400, 200], answer.GetProperty("results").EnumerateArray().Select(static item => item.GetProperty("status").GetInt32()));
        Assert.Equal("active", await host.LifecycleAsync("app"));
    }

    [Fact]
    public async Task StatusBatch_OfLifecycles_FollowsTheRules()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("base");
        await host.RegisterComponentAsync("app", ",\"dependencies\":[\"base\"]");
        await host.RegisterComponentAsync("found", ",\"lifecycle\":\"discovered\"");

        var up = await host.AskAsync(200, "POST", "/agents/status", """{"app":"active","base":"active","found":"registered","nobody":"error"}""");
        Assert.Equal([200, 200, 200, 404], up.GetProperty("results").EnumerateArray().Select(static item => item.GetProperty("status").GetInt32()));
        Assert.Equal("registered", await host.LifecycleAsync("found"));

        var down = await host.AskAsync(200, "POST", "/agents/status", """{"base":"inactive","app":"inactive","found":"discovered"}""");
        Assert.Equal([200, 200, 409], down.GetProperty("results").EnumerateArray().Select(static item => item.GetProperty("status").GetInt32()));

        await host.AskAsync(200, "POST", "/agents/status", """{"base":"error"}""");
        Assert.Equal("error", await host.LifecycleAsync("base"));
    }
}

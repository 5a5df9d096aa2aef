using System.Net;
using Xunit;

namespace Registry.Http.Tests;

public sealed class ByPathTests
{
    [Fact]
    public async Task ByPath_OfTwoThatLieThere_FindsThemAlone()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "a", "app/skills/x, y.py");
        await RegisterAsync(host, "b", "app/skills/x, y.py");
        await RegisterAsync(host, "c", "app/skills/X, y.py");
        await RegisterAsync(host, "d", null);

        Assert.Equal(["a", "b"], await FindAsync(host, "/agents/by-path?path=app%2Fskills%2Fx%2C%20y.py"));
        Assert.Equal(["b"], await FindAsync(host, "/agents/by-path?path=app/skills/x,%20y.py&type=b"));
        Assert.Equal(["a", "b"], await FindAsync(host, "/agents?index.path=app/skills/x,%20y.py"));
        Assert.Empty(await FindAsync(host, "/agents/by-path?path=app"));
    }

    [Fact]
    public async Task ByPath_AfterAChange_FollowsIt()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "a", "old.py");
        using (await host.SendAsync("PATCH", "/agents/a", """{"path":"new.py"}"""))
        {
        }

        Assert.Empty(await FindAsync(host, "/agents/by-path?path=old.py"));
        Assert.Equal(["a"], await FindAsync(host, "/agents/by-path?path=new.py"));

        using (await host.SendAsync("DELETE", "/agents/a"))
        {
        }

        Assert.Empty(await FindAsync(host, "/agents/by-path?path=new.py"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?path=")]
    [InlineData("?path=a&path=b")]
    public async Task ByPath_WithoutOnePath_IsRefused(string query)
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAsync("GET", "/agents/by-path" + query);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("path", out _));
    }

    private static async Task RegisterAsync(HttpHost host, string id, string? path)
    {
        var member = path is null ? "" : $",\"path\":\"{path}\"";
        using var response = await host.SendAsync(
            "POST", "/agents/register", $$"""{"id":"{{id}}","name":"{{id}}","type":"{{id}}","kind":"component"{{member}}}""");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task<IEnumerable<string?>> FindAsync(HttpHost host, string query)
    {
        using var response = await host.SendAsync("GET", query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await Answers.JsonAsync(response);
        Assert.Equal(answer.GetProperty("agents").GetArrayLength(), answer.GetProperty("count").GetInt32());
        return answer.GetProperty("agents").EnumerateArray().Select(agent => agent.GetProperty("id").GetString());
    }
}

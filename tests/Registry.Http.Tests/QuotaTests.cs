using System.Net;
using System.Text.Json;
using Registry.Core.Agents;
using Xunit;

namespace Registry.Http.Tests;

public sealed class QuotaTests
{
    private const string Limited = "x-functions-key: limited";

    [Fact]
    public async Task Register_MoreThanTheKeyMayHave_IsRefused()
    {
        await using var host = await StartAsync(2);
        await RegisterAsync(host, "a", HttpStatusCode.Created);
        await RegisterAsync(host, "b", HttpStatusCode.Created);

        using var third = await SendAsync(host, "c");

        var problem = await Answers.ProblemAsync(third, HttpStatusCode.TooManyRequests, "quota_exceeded");
        Assert.Contains("limited", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(third.Headers.RetryAfter);
    }

    [Fact]
    public async Task Batch_MoreThanTheKeyMayHave_ExactlySoManySucceed()
    {
        await using var host = await StartAsync(37);
        var items = string.Join(',', Enumerable.Range(0, 200).Select(i => Body($"a{i}")));

        using var response = await host.SendAsync("POST", "/agents/batch", $"[{items}]", Limited);

        var answer = await Answers.JsonAsync(response);
        Assert.Equal(37, answer.GetProperty("succeeded").GetInt32());
        Assert.All(
            answer.GetProperty("results").EnumerateArray().Where(item => item.GetProperty("status").GetInt32() != 201),
            item => Assert.Equal("quota_exceeded", item.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Register_AfterOneIsGone_HasItsPlace()
    {
        await using var host = await StartAsync(1);
        await RegisterAsync(host, "a", HttpStatusCode.Created);
        using (await host.SendAsync("DELETE", "/agents/a", null, Limited))
        {
        }

        await RegisterAsync(host, "b", HttpStatusCode.Created);
    }

    [Fact]
    public async Task Register_OfAnIdThatExists_IsAConflictNotAQuota()
    {
        await using var host = await StartAsync(1);
        await RegisterAsync(host, "a", HttpStatusCode.Created);
        await RegisterAsync(host, "a", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Put_OfAnExistingAgent_IsNotCountedAgain()
    {
        await using var host = await StartAsync(1);
        await RegisterAsync(host, "a", HttpStatusCode.Created);

        using var replaced = await host.SendAsync("PUT", "/agents/a", Body("a"), Limited);
        using var created = await host.SendAsync("PUT", "/agents/b", Body("b"), Limited);

        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        await Answers.ProblemAsync(created, HttpStatusCode.TooManyRequests, "quota_exceeded");
    }

    [Fact]
    public async Task RegisterService_MoreThanTheKeyMayHave_IsRefused()
    {
        await using var host = await StartAsync(1);
        await RegisterAsync(host, "a", HttpStatusCode.Created);

        using var service = await host.SendAsync(
            "POST", "/api/v1/registry/services", """{"name":"s","endpoint":"http://s.example.com","version":"1.0.0"}""", Limited);

        await Answers.ProblemAsync(service, HttpStatusCode.TooManyRequests, "quota_exceeded");
    }

    [Fact]
    public async Task Register_ByAnotherKey_IsNotLimited()
    {
        await using var host = await StartAsync(1);
        await RegisterAsync(host, "a", HttpStatusCode.Created);

        using var other = await host.SendAsync("POST", "/agents/register", Body("b"), "x-functions-key: free");

        Assert.Equal(HttpStatusCode.Created, other.StatusCode);
    }

    private static Task<HttpHost> StartAsync(int maxAgents) => HttpHost.StartAsync([
        Keys.Of("limited", CallerRole.Agent, "limited") with { MaxAgents = maxAgents }, Keys.Of("free", CallerRole.Agent, "free")]);

    private static string Body(string id) => JsonSerializer.Serialize(new { id, name = id, type = "t", endpoint = "http://h:1" });

    private static Task<HttpResponseMessage> SendAsync(HttpHost host, string id) => host.SendAsync("POST", "/agents/register", Body(id), Limited);

    private static async Task RegisterAsync(HttpHost host, string id, HttpStatusCode expected)
    {
        using var response = await SendAsync(host, id);
        Assert.Equal(expected, response.StatusCode);
    }
}

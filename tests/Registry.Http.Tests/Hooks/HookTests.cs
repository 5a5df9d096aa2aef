using System.Net;
using Registry.Core.Agents;
using Registry.Core.Health.Probing;
using Registry.Core.Lifecycles.Hooks;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Http.Tests.Lifecycles;
using Xunit;

namespace Registry.Http.Tests.Hooks;

public sealed class HookTests
{
    private const string Url = "https://hooks.example.com/h";

    [Fact]
    public async Task AddHook_Good_IsListedAndCanBeRemoved()
    {
        await using var host = await HttpHost.StartAsync();

        using var added = await host.SendAsync("POST", "/hooks", $$"""{"phase":"post_deactivation","url":"{{Url}}","agent_type":"skill"}""");

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var hook = await Answers.JsonAsync(added);
        var id = hook.GetProperty("id").GetString();
        Assert.Equal("/hooks/" + id, added.Headers.Location?.OriginalString);
        Assert.Equal("post_deactivation", hook.GetProperty("phase").GetString());
        Assert.Equal("skill", hook.GetProperty("agent_type").GetString());
        Assert.Equal(HttpStatusCode.OK, await CountAsync(host, 1));

        using var removed = await host.SendAsync("DELETE", "/hooks/" + id);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await CountAsync(host, 0);
        using var again = await host.SendAsync("DELETE", "/hooks/" + id);
        await Answers.ProblemAsync(again, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task AddHook_UrlWithAKey_IsCalledWithItMaskedAndTheKeyIsInNoLogRow()
    {
        const string Secret = "https://hooks.example.com/h?sig=s3cret";
        await using var host = await HttpHost.StartAsync();
        host.Hooks.Answers[Secret] = new HookAnswer(ProbeError.None, 403, "no");

        using var added = await host.SendAsync("POST", "/hooks", $$"""{"phase":"pre_activation","url":"{{Secret}}"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        await host.RegisterComponentAsync("a");
        using var refused = await host.SendAsync("POST", "/agents/a/activate");
        await Answers.ProblemAsync(refused, HttpStatusCode.Conflict, "hook_refused");
        using var listed = await host.SendAsync("GET", "/hooks");

        Assert.Contains("sig=***", await added.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", await added.Content.ReadAsStringAsync() + await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var page = await host.Table.QueryAsync(TableRange.Prefix("config", RowKeys.ChangePrefix), null, CancellationToken.None);
        Assert.All(page.Value!.Entities, row => Assert.DoesNotContain("s3cret", row.Text(Columns.Doc), StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.All, line => line.Text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"phase":"before","url":"https://hooks.example.com"}""", "phase")]
    [InlineData("""{"url":"https://hooks.example.com"}""", "phase")]
    [InlineData("""{"phase":"pre_activation"}""", "url")]
    [InlineData("""{"phase":"pre_activation","url":"hooks.example.com"}""", "url")]
    [InlineData("""{"phase":"pre_activation","url":"http://169.254.169.254/"}""", "url")]
    [InlineData("""{"phase":"pre_activation","url":"http://127.0.0.1:80/"}""", "url")]
    [InlineData("""{"phase":"pre_activation","url":"https://hooks.example.com","agent_type":""}""", "agent_type")]
    [InlineData("""{"phase":"pre_activation","url":"https://hooks.example.com","agent_type":5}""", "agent_type")]
    public async Task AddHook_Bad_SaysWhatIsWrong(string body, string field)
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAsync("POST", "/hooks", body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Register_HookAtAForbiddenAddress_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAsync(
            "POST", "/agents/register", """{"name":"a","type":"t","kind":"component","hooks":{"pre_activation":"http://169.254.169.254/"}}""");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("hooks.pre_activation", out _));
    }

    [Fact]
    public async Task Hooks_MoreThan64_AreRefused()
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 64; i++)
        {
            using var added = await host.SendAsync("POST", "/hooks", $$"""{"phase":"pre_activation","url":"{{Url}}{{i}}"}""");
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        }

        using var response = await host.SendAsync("POST", "/hooks", $$"""{"phase":"pre_activation","url":"{{Url}}"}""");

        await Answers.ProblemAsync(response, HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task AddHook_ByAnAgent_IsForbidden()
    {
        await using var host = await HttpHost.StartAsync([Keys.Of("agent", CallerRole.Agent, "k")]);

        using var response = await host.SendAsync("POST", "/hooks", $$"""{"phase":"pre_activation","url":"{{Url}}"}""", "x-functions-key: k");

        await Answers.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }

    private static async Task<HttpStatusCode> CountAsync(HttpHost host, int expected)
    {
        using var listed = await host.SendAsync("GET", "/hooks");
        Assert.Equal(expected, (await Answers.JsonAsync(listed)).GetProperty("count").GetInt32());
        return listed.StatusCode;
    }
}

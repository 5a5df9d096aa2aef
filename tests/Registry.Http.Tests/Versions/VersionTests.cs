using System.Net;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Xunit;

namespace Registry.Http.Tests.Versions;

public sealed class VersionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Versions_OfAReplacedAgent_AreWhoMadeThemWhenNewestFirst()
    {
        await using var host = await HttpHost.StartAsync([
            Keys.Of("owner", CallerRole.Agent, "owner-key"), Keys.Of("ops", CallerRole.Operator, "ops-key")]);
        await RegisterAsync(host, "x-functions-key: owner-key");
        host.Time.Advance(Second);
        await PatchAsync(host, """{"description":"second"}""", "x-functions-key: ops-key");
        host.Time.Advance(Second);
        await PatchAsync(host, """{"description":"third"}""", "x-functions-key: owner-key");

        var list = await VersionsAsync(host, "x-functions-key: owner-key");

        Assert.Equal(3, list.GetProperty("count").GetInt32());
        var versions = list.GetProperty("versions").EnumerateArray().ToList();
        Assert.Equal([3L, 2L, 1L], versions.Select(version => version.GetProperty("revision").GetInt64()));
        Assert.Equal(["owner", "ops", "owner"], versions.Select(version => version.GetProperty("actor").GetString()));
        Assert.Equal(
            ["agent.updated", "agent.updated", "agent.registered"], versions.Select(version => version.GetProperty("type").GetString()));
        Assert.Equal("third", versions[0].GetProperty("agent").GetProperty("description").GetString());
        Assert.False(versions[2].GetProperty("agent").TryGetProperty("description", out _));
        var times = versions.Select(version => version.GetProperty("time").GetDateTimeOffset()).ToList();
        Assert.InRange(times[0] - times[1], Second, 2 * Second);
        Assert.InRange(times[1] - times[2], Second, 2 * Second);
    }

    [Fact]
    public async Task RevisionRow_KeepsTimeActorAndType()
    {
        await using var host = await HttpHost.StartAsync([Keys.Of("owner", CallerRole.Agent, "k")]);
        await RegisterAsync(host, "x-functions-key: k");
        await PatchAsync(host, """{"description":"second"}""", "x-functions-key: k");

        var rows = new List<TableEntity>();
        for (var shard = 0; shard < 4; shard++)
        {
            var page = await host.Table.QueryAsync(TableRange.Prefix($"s{shard}", RowKeys.RevisionPrefix), null, CancellationToken.None);
            rows.AddRange(page.Value!.Entities);
        }

        var row = Assert.Single(rows);
        Assert.Equal("owner", row.Text(Columns.Actor));
        Assert.Equal("agent.registered", row.Text(Columns.Change));
        Assert.True(row.Int64(Columns.Time) > 0);
    }

    [Fact]
    public async Task Rollback_ToAnEarlierRevision_RegistersThatAgainAsANewOne()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host);
        var first = await GetAsync(host);
        host.Time.Advance(Second);
        await PatchAsync(host, """{"description":"second","tags":["b"],"metadata":{"a":1}}""");

        using var response = await host.SendAsync("POST", "/agents/a/rollback", """{"revision":1}""", "If-Match: \"2\"");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var after = await Answers.JsonAsync(response);
        Assert.Equal(3, after.GetProperty("revision").GetInt64());
        Assert.Equal("\"3\"", response.Headers.ETag?.Tag);
        Assert.False(after.TryGetProperty("description", out _));
        Assert.Empty(after.GetProperty("tags").EnumerateArray());
        Assert.Equal(first.GetProperty("registered_at").GetString(), after.GetProperty("registered_at").GetString());
        Assert.Equal(first.GetProperty("lifecycle").GetString(), after.GetProperty("lifecycle").GetString());
        Assert.Equal(3, (await VersionsAsync(host)).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Rollback_ToARevisionBetweenTwoVersions_MeansTheOneThatStoodThen()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host);
        using (await host.SendAsync("POST", "/agents/status", """{"a":"degraded"}"""))
        {
        }

        await PatchAsync(host, """{"description":"second"}""");

        using var between = await host.SendAsync("POST", "/agents/a/rollback", """{"revision":2}""");

        Assert.Equal(HttpStatusCode.OK, between.StatusCode);
        var after = await Answers.JsonAsync(between);
        Assert.False(after.TryGetProperty("description", out _));
        Assert.Equal("degraded", after.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Rollback_OfAnEarlierRegistration_IsNotFound()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host);
        await PatchAsync(host, """{"description":"second"}""");
        using (await host.SendAsync("DELETE", "/agents/a"))
        {
        }

        await RegisterAsync(host);

        using var response = await host.SendAsync("POST", "/agents/a/rollback", """{"revision":1}""");
        await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
        Assert.Equal(1, (await VersionsAsync(host)).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("""{"revision":99}""", HttpStatusCode.NotFound, "not_found")]
    [InlineData("""{"revision":0}""", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("""{"revision":"1"}""", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("""{"revision":1.5}""", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("""[]""", HttpStatusCode.BadRequest, "invalid_request")]
    public async Task Rollback_BadRevision_IsRefused(string body, HttpStatusCode status, string code)
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host);

        using var response = await host.SendAsync("POST", "/agents/a/rollback", body);

        await Answers.ProblemAsync(response, status, code);
    }

    [Fact]
    public async Task Rollback_OnAnotherRevisionThanIfMatch_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host);
        await PatchAsync(host, """{"description":"second"}""");

        using var response = await host.SendAsync("POST", "/agents/a/rollback", """{"revision":1}""", "If-Match: \"1\"");

        await Answers.ProblemAsync(response, HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task Rollback_ByAnotherOwner_IsForbidden()
    {
        await using var host = await HttpHost.StartAsync([Keys.Of("one", CallerRole.Agent, "1"), Keys.Of("two", CallerRole.Agent, "2")]);
        await RegisterAsync(host, "x-functions-key: 1");

        using var response = await host.SendAsync("POST", "/agents/a/rollback", """{"revision":1}""", "x-functions-key: 2");

        await Answers.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Versions_MoreThanTen_AreTheNewestTenAndTheCurrentOne()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host);
        for (var i = 0; i < 14; i++)
        {
            await PatchAsync(host, $$"""{"description":"{{i}}"}""");
        }

        var versions = (await VersionsAsync(host)).GetProperty("versions").EnumerateArray().ToList();

        Assert.Equal(Enumerable.Range(5, 11).Reverse().Select(seq => (long)seq), versions.Select(version => version.GetProperty("revision").GetInt64()));
    }

    [Fact]
    public async Task Versions_OfNobody_AreNotFound()
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAsync("GET", "/agents/nobody/versions");

        await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    private static async Task RegisterAsync(HttpHost host, params string[] headers)
    {
        using var response = await host.SendAsync(
            "POST", "/agents/register", """{"id":"a","name":"a","type":"t","endpoint":"http://h:1"}""", headers);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task PatchAsync(HttpHost host, string patch, params string[] headers)
    {
        using var response = await host.SendAsync("PATCH", "/agents/a", patch, headers);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<JsonElement> GetAsync(HttpHost host)
    {
        using var response = await host.SendAsync("GET", "/agents/a");
        return await Answers.JsonAsync(response);
    }

    private static async Task<JsonElement> VersionsAsync(HttpHost host, params string[] headers)
    {
        using var response = await host.SendAsync("GET", "/agents/a/versions", null, headers);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await Answers.JsonAsync(response);
    }
}

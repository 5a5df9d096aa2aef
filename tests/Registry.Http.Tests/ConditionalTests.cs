using System.Net;
using Xunit;

namespace Registry.Http.Tests;

public sealed class ConditionalTests
{
    private const string Body = """{"name":"a1","type":"cost","host":"h","port":9}""";

    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"x\", {0}")]
    [InlineData("*")]
    public async Task Get_IfNoneMatchMatches_IsNotModified(string form)
    {
        await using var host = await HttpHost.StartAsync();
        var tag = await TagAsync(host);
        using var response = await host.SendAsync("GET", "/agents/a1", null, "If-None-Match: " + Format(form, tag));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal(tag, response.Headers.ETag?.ToString());
        Assert.NotNull(response.Headers.Age);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("nonsense")]
    public async Task Get_IfNoneMatchDoesNotMatch_IsTheAgent(string tag)
    {
        await using var host = await HttpHost.StartAsync();
        await TagAsync(host);
        using var response = await host.SendAsync("GET", "/agents/a1", null, "If-None-Match: " + tag);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("*", true)]
    [InlineData("\"x\", {0}", true)]
    [InlineData("W/{0}", false)]
    [InlineData("\"x\"", false)]
    [InlineData("\"999999\"", false)]
    public async Task Write_IfMatch_HoldsForStrongTagsOnly(string form, bool holds)
    {
        foreach (var (method, body, success) in new[] { ("PUT", Body, 200), ("PATCH", """{"description":"d"}""", 200), ("DELETE", null, 204) })
        {
            await using var host = await HttpHost.StartAsync();
            var tag = await TagAsync(host);
            using var response = await host.SendAsync(method, "/agents/a1", body, "If-Match: " + Format(form, tag));

            Assert.Equal(holds ? success : 412, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Write_UnreadableIfMatch_IsRefused(string method)
    {
        await using var host = await HttpHost.StartAsync();
        await TagAsync(host);
        using var response = await host.SendAsync(method, "/agents/a1", method == "DELETE" ? null : Body, "If-Match: 5");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("If-Match", out _));
    }

    [Fact]
    public async Task Put_IfNoneMatchAny_OnlyCreates()
    {
        await using var host = await HttpHost.StartAsync();
        using var first = await host.SendAsync("PUT", "/agents/a1", Body, "If-None-Match: *");
        using var second = await host.SendAsync("PUT", "/agents/a1", Body, "If-None-Match: *");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await Answers.ProblemAsync(second, HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task Put_IfMatchOnAbsentAgent_Fails()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("PUT", "/agents/a1", Body, "If-Match: *");

        await Answers.ProblemAsync(response, HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task Put_IfNoneMatchOfATag_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("PUT", "/agents/a1", Body, "If-None-Match: \"5\"");

        await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Heartbeat_ThatChangesNothing_KeepsTheTag()
    {
        await using var host = await HttpHost.StartAsync();
        var tag = await TagAsync(host);
        using var beat = await host.SendAsync("POST", "/agents/a1/heartbeat", """{"status":"healthy"}""");
        using var read = await host.SendAsync("GET", "/agents/a1");

        Assert.Equal(tag, read.Headers.ETag?.ToString());
    }

    private static async Task<string> TagAsync(HttpHost host)
    {
        await host.RegisterAsync("a1");
        using var read = await host.SendAsync("GET", "/agents/a1");
        return read.Headers.ETag!.ToString();
    }

    private static string Format(string form, string tag) => form.Replace("{0}", tag, StringComparison.Ordinal);
}

using System.Net;
using Xunit;

namespace Registry.Http.Tests;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    [InlineData("/health/live/more")]
    public async Task Get_UnknownRoute_IsAProblem(string path)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.Client.GetAsync(path);

        await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Get_UnknownRouteAsAStranger_IsStillNotFound()
    {
        await using var host = await HttpHost.StartAsync(trustLoopback: false);
        using var response = await host.Client.GetAsync("/nowhere");

        await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("POST", "/health/live", "GET, HEAD")]
    [InlineData("TRACE", "/health/live", "GET, HEAD")]
    [InlineData("GET", "/agents/register", "POST")]
    [InlineData("PUT", "/agents/batch", "POST")]
    [InlineData("DELETE", "/agents/heartbeats", "POST")]
    [InlineData("GET", "/agents/x/heartbeat", "POST")]
    [InlineData("POST", "/agents/x", "DELETE, GET, HEAD, PATCH, PUT")]
    [InlineData("PATCH", "/AGENTS/STATUS", "POST")]
    public async Task Send_WrongMethod_NamesTheRightOnes(string method, string path, string allowed)
    {
        await using var host = await HttpHost.StartAsync(trustLoopback: false);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Client.SendAsync(request);

        await Answers.ProblemAsync(response, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task Head_OfAGet_HasItsHeadersAndNoBody()
    {
        await using var host = await HttpHost.StartAsync();
        using var get = await host.Client.GetAsync("/health/live");
        using var request = new HttpRequestMessage(HttpMethod.Head, "/health/live");
        using var head = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task GetLive_AsAStranger_IsAlive()
    {
        await using var host = await HttpHost.StartAsync(trustLoopback: false, remoteAddress: "203.0.113.9");
        using var response = await host.Client.GetAsync("/health/live");

        Assert.Equal("""{"status":"alive"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }
}

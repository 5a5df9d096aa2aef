using System.Net;
using System.Text;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Xunit;

namespace Registry.Http.Tests;

public sealed class AuthorizationTests
{
    // Both are refused as invalid by whoever is let in: the registry itself is not needed to see who is.
    private const string Read = "/agents/no%20id";
    private const string Write = "/agents/register";

    private static readonly ApiKeyOptions[] Configured =
    [
        Keys.Of("watcher", CallerRole.Reader, "reader-secret"),
        Keys.Of("worker", CallerRole.Agent, "old-secret", "new-secret"),
    ];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task Call_FromLoopbackWithoutKeys_IsAdmin(string address)
    {
        await using var host = await HttpHost.StartAsync(remoteAddress: address);
        using var response = await host.Client.GetAsync(Read);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("10.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData(null)]
    public async Task Call_FromElsewhereWithoutKeys_IsUnauthorized(string? address)
    {
        await using var host = await HttpHost.StartAsync(remoteAddress: address);
        using var response = await host.Client.GetAsync(Read);

        await Answers.ProblemAsync(response, HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Forwarded", "127.0.0.1")]
    [InlineData("x-forwarded-port", "443")]
    [InlineData("X-Forwarded-Prefix", "/registry")]
    [InlineData("X-Forwarded-Client-Cert", "By=x")]
    [InlineData("X-Original-URL", "/agents")]
    [InlineData("X-Rewrite-URL", "/agents")]
    [InlineData("X-Cluster-Client-IP", "127.0.0.1")]
    [InlineData("Fastly-Client-IP", "127.0.0.1")]
    [InlineData("X-ARR-SSL", "x")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://example.com")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "example.com")]
    public async Task Call_FromLoopbackForSomebodyElse_IsUnauthorized(string header, string value)
    {
        await using var host = await HttpHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Read);
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://localhost:7071")]
    [InlineData("Host", "127.0.0.1:7071")]
    [InlineData("Host", "[::1]:7071")]
    [InlineData("Host", "registry.localhost")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task Call_FromLoopbackOfItsOwn_IsAdmin(string header, string value)
    {
        await using var host = await HttpHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Read);
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Call_FromLoopbackWhereItIsNotTrusted_IsUnauthorized()
    {
        await using var host = await HttpHost.StartAsync(trustLoopback: false);
        using var response = await host.Client.GetAsync(Read);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Call_FromLoopbackWithKeysConfigured_NeedsOne()
    {
        await using var host = await HttpHost.StartAsync(Configured);
        using var response = await host.Client.GetAsync(Read);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("x-functions-key", "reader-secret", HttpStatusCode.BadRequest)]
    [InlineData("Authorization", "Bearer reader-secret", HttpStatusCode.BadRequest)]
    [InlineData("Authorization", "bearer reader-secret", HttpStatusCode.BadRequest)]
    [InlineData("x-functions-key", "new-secret", HttpStatusCode.BadRequest)]
    [InlineData("x-functions-key", "old-secret", HttpStatusCode.BadRequest)]
    [InlineData("x-functions-key", "reader-secre", HttpStatusCode.Unauthorized)]
    [InlineData("x-functions-key", "", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Basic reader-secret", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Bearer", HttpStatusCode.Unauthorized)]
    public async Task Call_WithAKey_IsLetInByTheRightOne(string header, string value, HttpStatusCode expected)
    {
        await using var host = await HttpHost.StartAsync(Configured, remoteAddress: "203.0.113.9");
        using var request = new HttpRequestMessage(HttpMethod.Get, Read);
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("?code=reader-secret", HttpStatusCode.BadRequest)]
    [InlineData("?code=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("?code=reader-secret&code=reader-secret", HttpStatusCode.Unauthorized)]
    public async Task Call_WithAKeyInTheQuery_IsLetInByTheRightOne(string query, HttpStatusCode expected)
    {
        await using var host = await HttpHost.StartAsync(Configured, remoteAddress: "203.0.113.9");
        using var response = await host.Client.GetAsync(Read + query);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Write_AsAReader_IsForbidden()
    {
        await using var host = await HttpHost.StartAsync(Configured);
        using var request = new HttpRequestMessage(HttpMethod.Post, Write) { Content = new StringContent("[]", Encoding.UTF8, "application/json") };
        request.Headers.Add("x-functions-key", "reader-secret");
        using var response = await host.Client.SendAsync(request);

        await Answers.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Write_AsAnAgent_IsLetIn()
    {
        await using var host = await HttpHost.StartAsync(Configured);
        using var request = new HttpRequestMessage(HttpMethod.Post, Write) { Content = new StringContent("[]", Encoding.UTF8, "application/json") };
        request.Headers.Add("x-functions-key", "new-secret");
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Refusal_OfAKey_LeavesNoSecretInTheLog()
    {
        await using var host = await HttpHost.StartAsync(Configured);
        using var request = new HttpRequestMessage(HttpMethod.Get, Read);
        request.Headers.Add("x-functions-key", "a-wrong-secret");
        using var response = await host.Client.SendAsync(request);

        Assert.DoesNotContain(host.Log.OfHttp, line => line.Text.Contains("a-wrong-secret", StringComparison.Ordinal));
        Assert.DoesNotContain("a-wrong-secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}

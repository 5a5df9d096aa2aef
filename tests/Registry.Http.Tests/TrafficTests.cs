using System.Net;
using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Registry.Http.Traffic;
using Xunit;

namespace Registry.Http.Tests;

/// <summary>Bounds on requests, and what browsers are told.</summary>
public sealed class TrafficTests
{
    // Twice a second's worth may come at once.
    private const int PerSecond = 5;
    private const int Enough = 200;

    private static readonly ApiKeyOptions[] Configured = [Keys.Of("one", CallerRole.Reader, "one"), Keys.Of("two", CallerRole.Reader, "two")];

    [Fact]
    public async Task Rate_OfAKey_IsBoundedAndAnothersIsNotTouched()
    {
        await using var host = await HttpHost.StartAsync(Configured, configure: Limited);

        var refused = await FirstRefusedAsync(host, "x-functions-key: one");

        await Answers.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        using var other = await host.SendAsync("GET", "/agents", null, "x-functions-key: two");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        refused.Dispose();
    }

    [Fact]
    public async Task Rate_WithWrongKeys_IsBoundedByAddressAndValidKeysAreNotTouched()
    {
        await using var host = await HttpHost.StartAsync(Configured, configure: Limited, remoteAddress: "203.0.113.9");

        using var refused = await FirstRefusedAsync(host, "x-functions-key: guess");

        Assert.Contains("address", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var valid = await host.SendAsync("GET", "/agents", null, "x-functions-key: one");
        Assert.Equal(HttpStatusCode.OK, valid.StatusCode);
    }

    [Fact]
    public async Task Rate_OfTheDeveloperOnLoopback_IsNotBounded()
    {
        await using var host = await HttpHost.StartAsync(configure: Limited);
        for (var i = 0; i < Enough; i++)
        {
            using var response = await host.Client.GetAsync("/agents");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task InFlight_TooMany_AreRefusedUntilOneEndsAndLivenessIsAnswered()
    {
        await using var host = await HttpHost.StartAsync(configure: options => options with { Limits = new TrafficLimits { RequestsInFlight = 1 } });
        var held = host.SendAsync("GET", "/events?wait=5");
        while (host.Time.TimerCount == 0)
        {
            // Until the held one waits.
            await Task.Yield();
        }

        using var refused = await host.Client.GetAsync("/agents");
        await Answers.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "rate_limited");
        using var live = await host.Client.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        (await host.WaitAsync(held)).Dispose();
        using var after = await host.Client.GetAsync("/agents");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task InFlight_OfAKey_AreHalfOfThePlacesAndAnothersAreNotTouched()
    {
        await using var host = await HttpHost.StartAsync(Configured, configure: options => options with { Limits = new TrafficLimits { RequestsInFlight = 3 } });
        var held = host.SendAsync("GET", "/events?wait=5", null, "x-functions-key: one");
        while (host.Time.TimerCount == 0)
        {
            // Until it waits.
            await Task.Yield();
        }

        using var refused = await host.SendAsync("GET", "/agents", null, "x-functions-key: one");
        Assert.Contains("'one'", (await Answers.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "rate_limited")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var other = await host.SendAsync("GET", "/agents", null, "x-functions-key: two");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        (await host.WaitAsync(held)).Dispose();
        using var after = await host.SendAsync("GET", "/agents", null, "x-functions-key: one");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void Address_OfACaller_IsItsNetworkWhateverHeadersSay(string remote, string expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        context.Request.Headers["X-Forwarded-For"] = "198.51.100.7";

        Assert.Equal(expected, CallerLimit.Address(context));
    }

    [Fact]
    public async Task Cors_NotSet_SaysNothing()
    {
        await using var host = await HttpHost.StartAsync(Configured);
        using var response = await host.SendAsync("GET", "/agents", null, "Origin: https://console.example.com", "x-functions-key: one");

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://console.example.com", true)]
    [InlineData("https://evil.example.com", false)]
    public async Task Cors_SetForAnOrigin_AllowsThatOneOnly(string origin, bool allowed)
    {
        await using var host = await HttpHost.StartAsync(
            Configured, configure: static options => options with { CorsOrigins = ["https://console.example.com"] });
        using var preflight = await host.SendAsync(
            "OPTIONS", "/agents/register", null, "Origin: " + origin, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: x-functions-key");
        using var response = await host.SendAsync("GET", "/agents", null, "Origin: " + origin, "x-functions-key: one");

        Assert.Equal(allowed, preflight.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Page_ForABrowser_IsLockedDown()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.Client.GetAsync("/docs");

        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    private static RegistryHttpOptions Limited(RegistryHttpOptions options) =>
        options with { Limits = new TrafficLimits { RequestsPerSecondPerKey = PerSecond, RequestsPerSecondPerAddress = PerSecond } };

    private static async Task<HttpResponseMessage> FirstRefusedAsync(HttpHost host, string header)
    {
        for (var i = 0; i < Enough; i++)
        {
            var response = await host.SendAsync("GET", "/agents", null, header);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.True(i >= PerSecond, "The burst is allowed.");
                return response;
            }

            response.Dispose();
        }

        throw new InvalidOperationException("Nothing was refused.");
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Registry.Testing;
using Xunit;

namespace Registry.Http.Tests.Oidc;

/// <summary>What somebody gains who sends wrong tokens as fast as they can: no work beyond what an address may cause.</summary>
public sealed class OidcFloodTests : IAsyncLifetime, IDisposable
{
    // Twice a second's worth may come at once.
    private const int PerSecond = 5;
    private const int Many = 100;
    private const string Elsewhere = "198.51.100.7";
    private static readonly ApiKeyOptions[] Configured = [Keys.Of("worker", CallerRole.Agent, "secret")];

    private readonly StubAuthority _authority = new();
    private readonly TrustKit _evil = TrustKit.Rsa();
    private HttpHost _host = null!;
    private int _tokens;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync(
        Configured, remoteAddress: "203.0.113.9", configure: options => _authority.Configure(options) with { Limits = new() { RequestsPerSecondPerAddress = PerSecond } });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose()
    {
        _authority.Dispose();
        _evil.Dispose();
    }

    [Fact]
    public async Task Tokens_OfAnAddressThatSentTooManyWrongOnes_AreNotJudgedUnlessKnown()
    {
        var known = Good();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(known));
        await ExhaustAsync();

        using var refused = await AskAsync(Good());
        await Answers.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(known));
        using var key = await _host.SendAsync("GET", "/whoami", null, "x-functions-key: secret");
        Assert.Equal(HttpStatusCode.OK, key.StatusCode);
    }

    [Fact]
    public async Task Tokens_OfAnotherAddress_AreJudged()
    {
        await ExhaustAsync();
        _host.RemoteAddress = Elsewhere;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Good()));
    }

    [Fact]
    public async Task Tokens_ThatAreGood_CountAgainstNoAddress()
    {
        for (var i = 0; i < Many; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(Good()));
        }
    }

    [Fact]
    public async Task Token_OfAKeyThatIsUnknown_IsTriedWithNoOther()
    {
        // Trying each would multiply what a made-up token costs.
        var token = StubAuthority.Key.Sign(Claims(), header: new JsonObject { ["kid"] = "made-up" });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(token));
    }

    [Fact]
    public async Task Token_WhereKeysHaveNoNames_IsTriedWithThose()
    {
        _authority.Keys["keys"]![0]!.AsObject().Remove("kid");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Good()));
    }

    [Fact]
    public async Task InFlight_WaitingForTheAuthority_Counts()
    {
        await using var host = await HttpHost.StartAsync(Configured, configure: options => _authority.Configure(options) with { Limits = new() { RequestsInFlight = 1 } });
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _authority.Instead = async (_, cancellationToken) =>
        {
            await release.Task.WaitAsync(cancellationToken);
            return StubAuthority.Json("{}");
        };
        var waiting = host.SendAsync("GET", "/whoami", null, "Authorization: Bearer " + Good());
        while (_authority.Asked.Count == 0)
        {
            await Task.Yield();
        }

        using var refused = await host.SendAsync("GET", "/whoami", null, "x-functions-key: secret");
        await Answers.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "rate_limited");

        release.SetResult();
        (await waiting).Dispose();
    }

    private async Task ExhaustAsync()
    {
        for (var i = 0; i < Many; i++)
        {
            if (await StatusAsync(_evil.Sign(Claims(), header: new JsonObject { ["kid"] = "k1" })) == HttpStatusCode.TooManyRequests)
            {
                Assert.True(i >= PerSecond, "The burst is allowed.");
                return;
            }
        }

        Assert.Fail("Nothing was refused.");
    }

    private string Good() => StubAuthority.Sign(Claims());

    private JsonObject Claims()
    {
        var claims = StubAuthority.Claims(_host.Time.GetUtcNow(), "reader");
        claims["jti"] = $"t-{++_tokens}";
        return claims;
    }

    private Task<HttpResponseMessage> AskAsync(string token) => _host.SendAsync("GET", "/whoami", null, "Authorization: Bearer " + token);

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var response = await AskAsync(token);
        return response.StatusCode;
    }
}

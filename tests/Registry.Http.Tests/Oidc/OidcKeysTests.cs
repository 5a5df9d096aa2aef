using System.Net;
using System.Text.Json.Nodes;
using Registry.Testing;
using Xunit;

namespace Registry.Http.Tests.Oidc;

/// <summary>The authority's keys: read once, renewed, changed, and not to be had.</summary>
public sealed class OidcKeysTests : IAsyncLifetime, IDisposable
{
    private const int DocumentsPerRead = 2;
    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(31);
    private readonly StubAuthority _authority = new();
    private HttpHost _host = null!;

    private int Reads => _authority.Asked.Count / DocumentsPerRead;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync(configure: _authority.Configure);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Keys_ManyTokensAtOnce_AreReadOnce()
    {
        Assert.Empty(_authority.Asked);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _authority.Instead = async (request, cancellationToken) =>
        {
            await release.Task.WaitAsync(cancellationToken);
            return StubAuthority.Json((request.RequestUri!.AbsolutePath == "/keys" ? _authority.Keys : _authority.Metadata).ToJsonString());
        };
        var asking = Enumerable.Range(0, 20).Select(_ => StatusAsync(Token())).ToList();
        release.SetResult();

        Assert.All(await Task.WhenAll(asking), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(1, Reads);
    }

    [Fact]
    public async Task Keys_Rotated_AreReadAtTheFirstTokenOfTheNewOne()
    {
        await TakenAsync(Token());
        using var next = TrustKit.Rsa();
        _authority.Keys = next.JwkSet("k2");
        _host.Time.Advance(BetweenReads);

        await TakenAsync(next.Sign(Claims(), header: new JsonObject { ["kid"] = "k2" }));
        Assert.Equal(2, Reads);

        // The old key is gone, with what it signed.
        await RefusedAsync(Token());
    }

    [Fact]
    public async Task Keys_UnknownOnes_AreLookedForOncePerBound()
    {
        await TakenAsync(Token());
        using var evil = TrustKit.Rsa();
        _host.Time.Advance(BetweenReads);
        for (var i = 0; i < 50; i++)
        {
            await RefusedAsync(evil.Sign(Claims(), header: new JsonObject { ["kid"] = $"made-up-{i}" }));
        }

        Assert.Equal(2, Reads);
        _host.Time.Advance(BetweenReads);
        await RefusedAsync(evil.Sign(Claims(), header: new JsonObject { ["kid"] = "another" }));
        Assert.Equal(3, Reads);
        await TakenAsync(Token());
    }

    [Fact]
    public async Task Keys_AnHourOld_AreRenewedWhileTheOldOnesServe()
    {
        await TakenAsync(Token());
        _host.Time.Advance(TimeSpan.FromMinutes(61));
        _authority.Keys = new JsonObject { ["keys"] = new JsonArray() };

        // The read that it starts finds nothing to use; what is known stands.
        await TakenAsync(Token());
        await UntilAsync(() => Reads == 2 && Errors() == 1);
        await TakenAsync(Token());
    }

    [Fact]
    public async Task Keys_OfADayAgo_CountNoMore()
    {
        await TakenAsync(Token());
        _authority.Instead = static (_, _) => throw new HttpRequestException("gone");
        _host.Time.Advance(TimeSpan.FromHours(23));
        await TakenAsync(Token());
        await UntilAsync(() => Errors() == 1);
        _host.Time.Advance(TimeSpan.FromHours(2));

        await RefusedAsync(Token(), "can't be had");
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "{}")]
    [InlineData(HttpStatusCode.Redirect, "{}")]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.OK, "[]")]
    [InlineData(HttpStatusCode.OK, "{}")]
    [InlineData(HttpStatusCode.OK, """{"issuer":"\ud800","jwks_uri":"https://keys.example.com/keys"}""")]
    [InlineData(HttpStatusCode.OK, """{"issuer":"https://login.example.com/{tenantid}/v2.0","jwks_uri":"https://keys.example.com/keys"}""")]
    [InlineData(HttpStatusCode.OK, """{"issuer":"https://login.example.com","jwks_uri":"http://keys.example.com/keys"}""")]
    [InlineData(HttpStatusCode.OK, """{"issuer":"https://login.example.com","jwks_uri":"file:///etc/passwd"}""")]
    public async Task Metadata_ThatCannotBeUsed_IsUnauthorizedAndToldOnce(HttpStatusCode status, string body)
    {
        _authority.Instead = (_, _) => Task.FromResult(StubAuthority.Json(body, status));
        for (var i = 0; i < 3; i++)
        {
            await RefusedAsync(Token(), "can't be had");
            _host.Time.Advance(BetweenReads);
        }

        Assert.Equal(1, Errors());
        Assert.Equal(3, _authority.Asked.Count);

        _authority.Instead = null;
        await TakenAsync(Token());
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":7}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"k1","n":"?","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"k1"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"k1","n":7,"e":[]}]}""")]
    [InlineData("""{"keys":[7,null,"k1"]}""")]
    [InlineData("""{"keys":[{"kty":"oct","kid":"k1","k":"AAAA"}]}""")]
    public async Task KeySet_ThatCannotBeUsed_IsUnauthorized(string keys)
    {
        _authority.Instead = (request, _) => Task.FromResult(StubAuthority.Json(request.RequestUri!.AbsolutePath == "/keys" ? keys : _authority.Metadata.ToJsonString()));

        await RefusedAsync(Token(), "can't be had");
        Assert.Equal(1, Errors());
    }

    [Fact]
    public async Task KeySet_WeakKey_IsNotUsed()
    {
        using var weak = TrustKit.Rsa(1024);
        _authority.Keys = weak.JwkSet("k1");

        await RefusedAsync(weak.Sign(Claims(), header: new JsonObject { ["kid"] = "k1" }), "can't be had");
    }

    [Fact]
    public async Task KeySet_TooLarge_IsNotRead()
    {
        _authority.Keys["padding"] = new string('x', 300 * 1024);

        await RefusedAsync(Token(), "can't be had");
    }

    [Fact]
    public async Task Authority_ThatHangs_IsGivenUp()
    {
        _authority.Instead = static async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        };
        var asking = StatusAsync(Token());
        await UntilAsync(() => _authority.Asked.Count == 1);
        Assert.False(asking.IsCompleted);

        _host.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await asking);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }

    private int Errors() => _host.Log.OfHttp.Count(line => line.Text.Contains("OIDC authority's keys can't be had", StringComparison.Ordinal));

    private JsonObject Claims() => StubAuthority.Claims(_host.Time.GetUtcNow(), "reader");

    private string Token() => StubAuthority.Sign(Claims());

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var response = await _host.SendAsync("GET", "/whoami", null, "Authorization: Bearer " + token);
        return response.StatusCode;
    }

    private async Task TakenAsync(string token) => Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));

    private async Task RefusedAsync(string token, string detail = "The token is not signed")
    {
        using var response = await _host.SendAsync("GET", "/whoami", null, "Authorization: Bearer " + token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(detail, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}

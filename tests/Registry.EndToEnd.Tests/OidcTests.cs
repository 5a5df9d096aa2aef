using System.Net;
using System.Net.Http.Headers;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>Tokens of an authority that is really asked, over the way that everything goes out.</summary>
public sealed class OidcTests
{
    [Fact]
    public async Task Token_OfTheConfiguredAuthority_LetsInAndNothingElseDoes()
    {
        await using var authority = new LoopbackAuthority();
        await using var other = new LoopbackAuthority();
        await using var app = await RegistryProcess.StartAsync(Settings(authority));

        (await app.Http.AnswerAsync(WhoAmI(null))).Is(HttpStatusCode.Unauthorized);
        (await app.Http.AnswerAsync(WhoAmI(other.Token("alice", "admin")))).Is(HttpStatusCode.Unauthorized);
        var who = (await app.Http.AnswerAsync(WhoAmI(authority.Token("alice", "operator")))).Is(HttpStatusCode.OK);

        Assert.Equal(("oidc:alice", "operator"), (who.String("name"), who.String("role")));
        Assert.Equal(0, other.Asked);
        Assert.Equal(0, await app.StopAsync());
        Assert.Contains("tokens of " + authority.Address, app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authority_OnAnAddressThatTheGuardRefuses_IsNotAsked()
    {
        await using var authority = new LoopbackAuthority();
        await using var app = await RegistryProcess.StartAsync(Settings(authority).With("Registry__Outbound__AllowPrivate", "false"));

        var refused = (await app.Http.AnswerAsync(WhoAmI(authority.Token("alice", "operator")))).Is(HttpStatusCode.Unauthorized);

        Assert.Contains("can't be had", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(authority.Address, refused.Text, StringComparison.Ordinal);
        Assert.Equal(0, authority.Asked);
        Assert.Equal(0, await app.StopAsync());
        Assert.Contains("an address that the registry does not connect to", app.Output, StringComparison.Ordinal);
        StartTests.NoStackTrace(app.Output);
    }

    private static Dictionary<string, string> Settings(LoopbackAuthority authority) => AppSettings.Memory()
        .With("Registry__Oidc__Authority", authority.Address)
        .With("Registry__Oidc__Audience", LoopbackAuthority.Audience);

    private static HttpRequestMessage WhoAmI(string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/whoami");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Http.Auth;
using Registry.Testing;
using Xunit;

namespace Registry.Http.Tests.Trust;

/// <summary>A registry that knows root → department, set over HTTP.</summary>
internal sealed class TrustBed : IAsyncDisposable
{
    public const string Root = "org-acme";
    public const string Department = "dept-finance";

    private TrustBed(HttpHost host) => Host = host;

    public HttpHost Host { get; }

    public TrustKit RootKey { get; } = TrustKit.EllipticCurve();

    public TrustKit DepartmentKey { get; } = TrustKit.Rsa();

    public DateTimeOffset Later => Host.Time.GetUtcNow().AddDays(1);

    public static async Task<TrustBed> StartAsync(IReadOnlyList<ApiKeyOptions>? keys = null, params string[] headers)
    {
        var bed = new TrustBed(await HttpHost.StartAsync(keys));
        await bed.PutAsync(Root, bed.RootKey, null, null, headers);
        var endorsement = bed.DepartmentKey.EndorsedBy(bed.RootKey, Root, Department, bed.Later.AddDays(1), "query", "report");
        await bed.PutAsync(Department, bed.DepartmentKey, Root, endorsement, headers);
        return bed;
    }

    public static string Authority(TrustKit key, string? parent = null, string? endorsement = null) => new JsonObject
    {
        ["name"] = "an authority",
        ["keys"] = key.JwkSet("k1"),
        ["parent"] = parent,
        ["endorsement"] = endorsement,
    }.ToJsonString();

    public async Task PutAsync(string id, TrustKit key, string? parent, string? endorsement, params string[] headers)
    {
        using var response = await Host.SendAndWaitAsync("PUT", "/authorities/" + id, Authority(key, parent, endorsement), headers);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The department's token.</summary>
    public string Token(string agent, Action<JsonObject>? change = null)
    {
        var claims = TrustKit.Claims(Department, agent, Later, "query");
        change?.Invoke(claims);
        return DepartmentKey.Sign(claims);
    }

    public static string System(string id, string? token = null, string more = "") =>
        $$"""{"id":"{{id}}","name":"Finance Database","type":"postgresql","kind":"system","endpoint":"postgresql://localhost:5432/finance","capabilities":["query"]{{(token is null ? "" : ",\"trust\":{\"token\":\"" + token + "\"}")}}{{more}}}""";

    public async Task RegisterAsync(string id, string? token = null)
    {
        using var response = await Host.SendAndWaitAsync("POST", "/agents/register", System(id, token ?? Token(id)));
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    public async Task SweepAsync()
    {
        using var response = await Host.SendAndWaitAsync("POST", "/sweep");
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Host.SendAndWaitAsync("GET", path, null, "Cache-Control: no-cache");
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await Answers.JsonAsync(response);
    }

    /// <summary>The status and reason that an agent's health shows.</summary>
    public async Task<string> HealthAsync(string id)
    {
        var health = await GetAsync($"/agents/{id}/health");
        var trust = health.GetProperty("checks").GetProperty("trust").GetProperty("status").GetString();
        return $"{health.GetProperty("status")} {trust} {(health.TryGetProperty("reason", out var reason) ? reason.GetString() : "")}".TrimEnd();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        RootKey.Dispose();
        DepartmentKey.Dispose();
    }
}

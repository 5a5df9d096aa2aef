using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Http.Auth.Oidc;
using Registry.Testing;

namespace Registry.Http.Tests.Oidc;

/// <summary>An authority in this process: its metadata, its keys, and the tokens that it gives.</summary>
internal sealed class StubAuthority : HttpMessageHandler
{
    public const string Audience = "api://registry";
    private const string Address = "https://login.example.com/tenant/v2.0";
    private const string MetadataPath = "/tenant/v2.0/.well-known/openid-configuration";

    // Making one takes longer than all that is done with it.
    private static readonly TrustKit Pair = TrustKit.Rsa();

    private readonly List<string> _asked = [];

    public StubAuthority()
    {
        Metadata = new JsonObject { ["issuer"] = Address, ["jwks_uri"] = "https://keys.example.com/keys" };
        Keys = Key.JwkSet("k1");
    }

    public static TrustKit Key => Pair;

    public JsonObject Metadata { get; }

    public JsonObject Keys { get; set; }

    /// <summary>Set: what it answers instead.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>? Instead { get; set; }

    /// <summary>The paths that were asked for.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    public RegistryHttpOptions Configure(RegistryHttpOptions options) => options with
    {
        Oidc = new OidcOptions { Authority = new Uri(Address), Audiences = ["other", Audience], Backchannel = this },
        Limits = new() { RequestsPerSecondPerAddress = 0 },
    };

    /// <summary>Claims of a valid token; what tests change.</summary>
    public static JsonObject Claims(DateTimeOffset now, params string[] roles) => new()
    {
        ["iss"] = Address,
        ["aud"] = Audience,
        ["sub"] = "alice",
        ["nbf"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]),
    };

    public static string Sign(JsonObject claims, string? algorithm = null) => Key.Sign(claims, algorithm, new JsonObject { ["kid"] = "k1" });

    public static HttpResponseMessage Json(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_asked)
        {
            _asked.Add(request.RequestUri!.AbsolutePath);
        }

        return Instead is { } instead
            ? instead(request, cancellationToken)
            : Task.FromResult(Json((request.RequestUri!.AbsolutePath == MetadataPath ? Metadata : Keys).ToJsonString()));
    }
}

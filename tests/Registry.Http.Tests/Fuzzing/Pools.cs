using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Registry.Testing;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>A few names that requests share, so that they meet: what one registers the next one finds.</summary>
internal static class Pools
{
    private const string Root = "auth-root";
    private const string Child = "auth-child";

    private static readonly DateTimeOffset Later = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TrustKit RootKey = TrustKit.EllipticCurve();
    private static readonly TrustKit ChildKey = TrustKit.EllipticCurve();

    public static readonly ImmutableArray<string> Agents = ["a-1", "a-2", "a-3", "a-4", "a-5", "team:1", "sys.1", "a@1"];

    public static readonly ImmutableArray<string> Services = ["svc-1", "svc-2", "svc-3", "svc-4"];

    public static readonly ImmutableArray<string> Types = ["cost", "worker", "llm", "memory"];

    public static readonly ImmutableArray<string> Capabilities = ["quote", "invoice", "query", "summarise"];

    public static readonly ImmutableArray<string> Indexes = ["author", "region"];

    public static readonly ImmutableArray<string> Authorities = [Root, Child];

    /// <summary>Keys and those who hold them.</summary>
    public static readonly ImmutableArray<string> Secrets = ["admin-key", "operator-key", "worker-key", "other-key", "team-key", "reader-key"];

    public static readonly ImmutableArray<string> Owners = ["admin", "operator", "worker", "other", "team", "reader"];

    public static readonly ImmutableArray<string> Urls =
    [
        "https://receiver.example/hook", "https://receiver.example/slow", "https://refuses.example/hook", "https://fails.example/hook", "http://93.184.216.34:8080/x", "http://10.0.0.5/hook", "http://169.254.169.254/", "http://[fd00::1]/hook",
    ];

    public static readonly ImmutableArray<string> Endpoints =
    [
        "http://10.0.0.5:8001", "https://svc.example", "https://svc.example:8443/base", "postgresql://db.example:5432/finance", "https://acme.blob.core.windows.net/x", "amqp://queue.example", "https://soap.example/s?wsdl",
        "https://user:secret@svc.example/", "Server=tcp:db.example;Database=x;Password=hidden", "arn:aws:sqs:eu-west-1:123:q",
    ];

    public static readonly ImmutableArray<string> EventTypes =
        ["agent.registered", "agent.updated", "agent.unregistered", "agent.expired", "agent.status.changed", "agent.lifecycle.changed", "agent.circuit.changed", "agent.dependency.added", "agent.error"];

    /// <summary>Tokens of both authorities for some of the agents, one of them for the wrong one.</summary>
    public static readonly ImmutableArray<string> Tokens =
    [
        .. Agents.Take(4).Select(static id => RootKey.Sign(TrustKit.Claims(Root, id, Later, [.. Capabilities]))),
        ChildKey.Sign(TrustKit.Claims(Child, "sys.1", Later, [.. Capabilities])),
        RootKey.Sign(TrustKit.Claims(Root, "sys.1", Later, [.. Capabilities])),
        RootKey.Sign(TrustKit.Claims(Child, "sys.1", Later, [.. Capabilities])),
        RootKey.Sign(TrustKit.Claims(Root, "a-5", new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), [.. Capabilities])),
        RootKey.Sign(TrustKit.Claims(Root, "a-5", Later, [.. Capabilities]), "none"),
    ];

    /// <summary>What there is besides agents: changing it needs it.</summary>
    public static readonly ImmutableArray<(string Method, string Path, string Body)> Beginning =
    [
        .. Services.Take(2).Select(static name => ("POST", "/api/v1/registry/services", $$"""{"name":"{{name}}","endpoint":"https://svc.example","version":"1.0.0","capabilities":["quote"]}""")),
        ("POST", "/subscriptions", """{"url":"https://receiver.example/hook","types":["agent.registered"]}"""),
        ("POST", "/hooks", """{"phase":"pre_activation","url":"https://receiver.example/hook"}"""),
        ("PUT", "/indexes/author", """{"path":"metadata.author"}"""),
        ("POST", "/agents/a-1/trust", $$"""{"token":"{{Tokens[0]}}"}"""),
    ];

    /// <summary>Key sets, as JSON.</summary>
    public static readonly ImmutableArray<string> KeySets = [RootKey.JwkSet("k1").ToJsonString(), ChildKey.JwkSet().ToJsonString(), RootKey.JwkSet().ToJsonString()];

    /// <summary>The root's word for the child.</summary>
    public static readonly string Endorsement = ChildKey.EndorsedBy(RootKey, Root, Child, Later, [.. Capabilities]);

    /// <summary>Bodies that set both authorities as they should be.</summary>
    public static string Authority(string id) => new JsonObject
    {
        ["name"] = id,
        ["keys"] = JsonNode.Parse(id == Root ? KeySets[0] : KeySets[1]),
        ["parent"] = id == Root ? null : Root,
        ["endorsement"] = id == Root ? null : Endorsement,
    }.ToJsonString();
}

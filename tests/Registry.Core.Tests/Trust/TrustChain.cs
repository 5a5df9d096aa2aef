using System.Text.Json.Nodes;
using Registry.Core.Tests.Agents;
using Registry.Core.Trust;
using Registry.Testing;

namespace Registry.Core.Tests.Trust;

/// <summary>root → department, with a key each, at a fixed time.</summary>
internal sealed class TrustChain : IDisposable
{
    public const string Root = "org-acme";
    public const string Department = "dept-finance";
    public const string Agent = "db-finance-001";

    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Later = Now.AddDays(30);

    private readonly Dictionary<string, Authority> _authorities = [];

    public TrustChain(TrustKit? root = null, TrustKit? department = null)
    {
        RootKey = root ?? TrustKit.EllipticCurve();
        DepartmentKey = department ?? TrustKit.EllipticCurve();
        Set(Root, RootKey);
        Set(Department, DepartmentKey, Root, DepartmentKey.EndorsedBy(RootKey, Root, Department, Later, "query", "report"));
    }

    public TrustKit RootKey { get; }

    public TrustKit DepartmentKey { get; }

    public static long NowMs => Now.ToUnixTimeMilliseconds();

    public AuthoritySet Authorities => new(_authorities.Values);

    public void Set(string id, TrustKit key, string? parent = null, string? endorsement = null)
    {
        var errors = new FieldErrors();
        var keys = JwkReader.Read(Read.Json(key.JwkSet("k1").ToJsonString()), "keys", errors);
        Assert.Empty(errors.ByField);
        _authorities[id] = new Authority { Id = id, Name = "the " + id, Keys = keys, Parent = parent, Endorsement = endorsement };
    }

    public void Change(string id, Func<Authority, Authority> change) => _authorities[id] = change(_authorities[id]);

    public void Remove(string id) => _authorities.Remove(id);

    /// <summary>A token of the department for the agent.</summary>
    public string Token(Action<JsonObject>? change = null, string? algorithm = null, JsonObject? header = null, TrustKit? by = null)
    {
        var claims = TrustKit.Claims(Department, Agent, Later, "query");
        change?.Invoke(claims);
        return (by ?? DepartmentKey).Sign(claims, algorithm, header);
    }

    public TrustVerdict Verify(string token, long? now = null) => TrustVerifier.Verify(token, Authorities, Agent, now ?? NowMs);

    /// <summary>The word of what is wrong, and where; "ok" where nothing is.</summary>
    public string Judge(string token, long? now = null) => Verify(token, now).Fault?.ToString() ?? "ok";

    public void Dispose()
    {
        RootKey.Dispose();
        DepartmentKey.Dispose();
    }
}

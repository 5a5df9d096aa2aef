using System.Net;
using System.Text.Json;
using Xunit;

namespace Registry.Http.Tests.Trust;

/// <summary>The enterprise-system registry's own document, step by step: what its client calls, as HTTP.</summary>
public sealed class QuickStartTests
{
    [Fact]
    public async Task QuickStart_InItsOrder_Works()
    {
        // 1 Initialize: the registry is there, and knows the authority.
        await using var bed = await TrustBed.StartAsync();
        Assert.Equal("healthy", (await bed.GetAsync("/health")).GetProperty("status").GetString());

        // 2 Register a system whose trust is established.
        using var registered = await bed.Host.SendAndWaitAsync("POST", "/agents/register", TrustBed.System("db-finance-001", bed.Token("db-finance-001")));
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        Assert.Equal("db-finance-001", (await Answers.JsonAsync(registered)).GetProperty("agent_id").GetString());
        await RegisterAsync(bed, "api-crm", "https://api.example.com");

        // 3 Retrieve: one, all, by type, healthy ones only.
        var system = await bed.GetAsync("/agents/db-finance-001");
        Assert.Equal(("system", "database"), (system.GetProperty("kind").GetString(), system.GetProperty("system_type").GetString()));
        Assert.Equal(["api-crm", "db-finance-001"], await IdsAsync(bed, "/agents?kind=system"));
        Assert.Equal(["db-finance-001"], await IdsAsync(bed, "/agents?kind=system&system_type=database"));
        Assert.Equal(["api-crm"], await IdsAsync(bed, "/agents?kind=system&system_type=rest_api"));
        using var reported = await bed.Host.SendAndWaitAsync("POST", "/agents/status", """{"db-finance-001":"healthy"}""");
        Assert.Equal(["db-finance-001"], await IdsAsync(bed, "/agents?kind=system&healthy=true"));

        // 4 Health: of one with its checks, of all.
        var health = await bed.GetAsync("/agents/db-finance-001/health");
        Assert.True(health.GetProperty("healthy").GetBoolean());
        Assert.Equal("ok", health.GetProperty("checks").GetProperty("trust").GetProperty("status").GetString());
        var all = await bed.GetAsync("/agents/health?kind=system");
        Assert.Equal(
            ["api-crm False", "db-finance-001 True"],
            all.EnumerateObject().Select(entry => $"{entry.Name} {entry.Value.GetProperty("healthy").GetBoolean()}").Order(StringComparer.Ordinal));

        // 5 Unregister.
        using var unregistered = await bed.Host.SendAndWaitAsync("DELETE", "/agents/api-crm");
        Assert.Equal(HttpStatusCode.NoContent, unregistered.StatusCode);

        // 6 Statistics.
        var stats = await bed.GetAsync("/stats");
        Assert.Equal(
            (1, 1, 0, 0),
            (Number(stats, "total_registered"), Number(stats, "healthy"), Number(stats, "unhealthy"), Number(stats, "unknown")));
        Assert.Equal("""{"database":1}""", stats.GetProperty("by_system_type").GetRawText());

        // 7 Shut down: it ends in order, and the errors that its document names came before that.
        using var again = await bed.Host.SendAndWaitAsync("POST", "/agents/register", TrustBed.System("db-finance-001", bed.Token("db-finance-001")));
        Assert.Equal("db-finance-001", (await Answers.ProblemAsync(again, HttpStatusCode.Conflict, "already_registered")).GetProperty("agent_id").GetString());
        using var unknown = await bed.Host.SendAndWaitAsync("GET", "/agents/unknown-id");
        Assert.Equal("unknown-id", (await Answers.ProblemAsync(unknown, HttpStatusCode.NotFound, "not_found")).GetProperty("agent_id").GetString());
        using var untrusted = await bed.Host.SendAndWaitAsync("POST", "/agents/register", TrustBed.System("db-hr"));
        Assert.Equal("not_established", (await Answers.ProblemAsync(untrusted, HttpStatusCode.Forbidden, "trust_not_established")).GetProperty("reason").GetString());
        using var waived = await bed.Host.SendAndWaitAsync(
            "POST", "/agents/register?verify_trust_chain=false", TrustBed.System("db-hr", more: ""","metadata":{"env":"development","version":"1.0"}"""));
        Assert.Equal(HttpStatusCode.Created, waived.StatusCode);
        await bed.Host.StopAsync();
    }

    private static async Task RegisterAsync(TrustBed bed, string id, string endpoint)
    {
        var body = $$"""{"id":"{{id}}","name":"{{id}}","type":"crm","kind":"system","endpoint":"{{endpoint}}","trust":{"token":"{{bed.Token(id)}}"} }""";
        using var response = await bed.Host.SendAndWaitAsync("POST", "/agents/register", body);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    private static async Task<IEnumerable<string>> IdsAsync(TrustBed bed, string path) =>
        (await bed.GetAsync(path)).GetProperty("agents").EnumerateArray().Select(agent => agent.GetProperty("id").GetString()!).Order(StringComparer.Ordinal);

    private static int Number(JsonElement json, string member) => json.GetProperty(member).GetInt32();
}

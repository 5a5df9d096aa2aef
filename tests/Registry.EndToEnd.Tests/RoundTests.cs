using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>What an agent does from start to end, with the member names and codes that agents in the field expect.</summary>
[Collection(OnAzurite.Name)]
public sealed class RoundTests
{
    [Theory]
    [InlineData("""{"name": "cost-agent-1", "type": "cost", "host": "cost-agent", "port": 8001, "capabilities": ["spot_migration", "reserved_instances"], "version": "1.0.0", "metadata": {"region": "eu"}}""")]
    [InlineData("""{"name": "cost-agent-1", "type": "cost", "host": "cost-agent:8001", "capabilities": ["spot_migration", "reserved_instances"], "status": "healthy"}""")]
    public async Task Round_AsAgentsDoIt_AnswersAsAgentsExpect(string registration)
    {
        await using var app = await RegistryProcess.StartAsync(await AppSettings.OnAzuriteAsync());
        var http = app.Http;

        var registered = (await http.SendAsync(HttpMethod.Post, "/agents/register", registration)).Is(HttpStatusCode.Created);
        Assert.Equal(["agent_id", "registered_at", "heartbeat_url", "heartbeat_interval_seconds"], registered.Members);
        var id = registered.String("agent_id");
        Assert.Equal(30, registered.Number("heartbeat_interval_seconds"));
        Assert.EndsWith($"/agents/{id}", registered.Header("Location"), StringComparison.Ordinal);

        var heartbeat = (await http.SendAsync(HttpMethod.Post, $"/agents/{id}/heartbeat", """{"status": "healthy", "metadata": {"load": 1}}""")).Is(HttpStatusCode.OK);
        Assert.Equal(["received", "next_interval_seconds", "timestamp"], heartbeat.Members);
        Assert.True(heartbeat.Json.GetProperty("received").GetBoolean());

        var agent = (await http.GetAsync($"/agents/{id}", fresh: true)).Is(HttpStatusCode.OK);
        Assert.Equal(("cost-agent-1", "cost", "cost-agent", 8001, "healthy"),
            (agent.String("name"), agent.String("type"), agent.String("host"), agent.Number("port"), agent.String("status")));
        Assert.Equal("http://cost-agent:8001", agent.String("endpoint"));
        Assert.Equal(1, agent.Json.GetProperty("metadata").GetProperty("load").GetInt32());
        Assert.True(agent.Time("last_seen") >= agent.Time("registered_at"));

        Assert.Equal([id], (await http.GetAsync("/agents", fresh: true)).Is(HttpStatusCode.OK).AgentIds);
        var ofType = (await http.GetAsync("/agents/type/COST", fresh: false)).Is(HttpStatusCode.OK);
        Assert.Equal([id], ofType.AgentIds);
        Assert.Equal(1, ofType.Number("count"));
        Assert.Equal([id], (await http.GetAsync("/agents?capability=spot_migration&healthy=true", fresh: false)).AgentIds);
        Assert.Empty((await http.GetAsync("/agents?capability=nothing", fresh: false)).AgentIds);

        var gone = (await http.UnregisterAsync(id)).Is(HttpStatusCode.OK);
        Assert.Equal("Agent unregistered successfully", gone.String("message"));
        (await http.UnregisterAsync(id)).Is(HttpStatusCode.OK);
        var missing = (await http.GetAsync($"/agents/{id}", fresh: false)).Is(HttpStatusCode.NotFound);
        Assert.Equal("application/problem+json", missing.MediaType);
        Assert.Equal(("Agent not found", "not_found"), (missing.String("error"), missing.String("code")));
        (await http.HeartbeatAsync(id)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Register_OneIdAThousandTimesAtOnce_SucceedsOnce()
    {
        const int Contenders = 1000;
        await using var app = await RegistryProcess.StartAsync(await AppSettings.OnAzuriteAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(_ => app.Http.RegisterAsync("the-one")));

        Assert.Equal(
            [(HttpStatusCode.Created, 1), (HttpStatusCode.Conflict, Contenders - 1)],
            answers.GroupBy(answer => answer.Status).Select(group => (group.Key, group.Count())).OrderBy(group => group.Key));
        Assert.All(answers.Where(answer => answer.Status == HttpStatusCode.Conflict), answer => Assert.Equal("already_registered", answer.String("code")));
    }

    [Fact]
    public async Task Request_WithTraceparent_IsAnsweredUnderItsTrace()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        await using var app = await RegistryProcess.StartAsync(AppSettings.Memory());
        var request = new HttpRequestMessage(HttpMethod.Get, "/nothing/here");
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");

        var answer = (await app.Http.AnswerAsync(request)).Is(HttpStatusCode.NotFound);

        Assert.Equal(Trace, answer.String("trace_id"));
        Assert.Null(answer.Header("Server"));
    }
}

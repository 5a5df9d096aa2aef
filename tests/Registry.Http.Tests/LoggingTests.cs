using System.Net;
using Xunit;

namespace Registry.Http.Tests;

/// <summary>Every line of a request says whose it is.</summary>
public sealed class LoggingTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string TraceParent = "traceparent: 00-" + TraceId + "-b7ad6b7169203331-01";

    [Fact]
    public async Task Lines_OfARequest_CarryCorrelationAndTrace()
    {
        await using var host = await HttpHost.StartAsync();
        using var made = await host.SendAsync(
            "POST", "/agents/register", """{"id":"a","name":"a","type":"t","host":"h","port":1}""", "X-Correlation-Id: c-1", TraceParent);
        using var gone = await host.SendAsync("DELETE", "/agents/a", null, "X-Correlation-Id: c-1", TraceParent);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var lines = host.Log.OfHttp.ToList();
        Assert.True(lines.Count >= 2);
        Assert.All(lines, line => Assert.Contains($"CorrelationId:c-1 TraceId:{TraceId}", line.Scopes, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Line_OfAStatusChange_CarriesThemThoughTheCommitRunsElsewhere()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        using var changed = await host.SendAsync("POST", "/agents/a/heartbeat", """{"status":"degraded"}""", "X-Correlation-Id: c-2", TraceParent);

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var line = Assert.Single(host.Log.All, line => line.Text.StartsWith("Agent a:", StringComparison.Ordinal));
        Assert.EndsWith($"CorrelationId:c-2 TraceId:{TraceId}", line.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/agents/status", """{"a":"degraded"}""")]
    [InlineData("/agents/a/deactivate", null)]
    [InlineData("/agents/status", """{"a":"inactive"}""")]
    [InlineData("/agents/a/errors", """{"message":"m"}""")]
    [InlineData("/agents/a/maintenance", """{"reason":"m"}""")]
    public async Task Lines_OfAStateChange_AreOne(string path, string? body)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        using var changed = await host.SendAsync("POST", path, body, "X-Correlation-Id: c-3");

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var ours = host.Log.All.Where(line => line.Category.StartsWith("Registry.", StringComparison.Ordinal));
        Assert.Single(ours, line => (line.Text + line.Scopes).Contains("c-3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fault_WithoutATrace_HasTheSameIdInItsLineAndItsProblem()
    {
        await using var host = await HttpHost.StartAsync();
        host.Table.Throws = true;
        using var response = await host.SendAsync("GET", "/agents/a");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.InternalServerError, "internal");
        var line = Assert.Single(host.Log.OfHttp);
        Assert.Contains($"TraceId:{problem.GetProperty("trace_id").GetString()}", line.Scopes, StringComparison.Ordinal);
        Assert.Contains($"CorrelationId:{Answers.Header(response, "X-Correlation-Id")}", line.Scopes, StringComparison.Ordinal);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Xunit;

namespace Registry.Http.Tests;

/// <summary>What a collector would see of a request.</summary>
public sealed class ActivityTests : IDisposable
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ActivityListener _listener;

    public ActivityTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "Registry" or "Microsoft.AspNetCore",

            // Only this test's own trace: others run beside it.
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == _trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task Request_OfATrace_LeadsToTheCommitAndItsTransaction()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("warm");
        using var response = await host.SendAsync(
            "PUT", "/agents/warm", """{"name":"b","type":"t","host":"h","port":1}""", $"traceparent: 00-{_trace}-b7ad6b7169203331-01");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await host.StopAsync();

        var request = Assert.Single(_stopped, activity => activity.Source.Name == "Microsoft.AspNetCore");
        var commit = Assert.Single(_stopped, activity => activity.OperationName == "registry.commit");
        var transaction = Assert.Single(_stopped, activity => activity.OperationName == "tables commit");
        Assert.Equal("PUT /agents/{id}", request.DisplayName);
        Assert.Equal(200, request.GetTagItem("http.response.status_code"));
        Assert.Equal(request.SpanId, commit.ParentSpanId);
        Assert.Equal(commit.SpanId, transaction.ParentSpanId);
        Assert.All(_stopped, activity => Assert.Equal(_trace, activity.TraceId));
    }

    [Fact]
    public async Task Request_OfNoTrace_MakesNone()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        await host.StopAsync();

        Assert.Empty(_stopped);
    }

    public void Dispose() => _listener.Dispose();
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Registry.Functions.Worker;
using Registry.Testing;
using static Registry.Functions.Tests.Worker.WorkerRequests;

namespace Registry.Functions.Tests.Worker;

public sealed class WorkerPipelineTests
{
    [Fact]
    public async Task Answer_RequestThatTheWorkerHasRouted_IsRoutedAnew()
    {
        using var app = WorkerApps.Build(TimeProvider.System);
        var context = Request("GET", "/health/live");
        context.SetEndpoint(new Endpoint(_ => throw new InvalidOperationException("The worker's endpoint."), null, "ZAll"));
        context.Request.RouteValues["path"] = "health/live";

        var result = await app.Services.GetRequiredService<WorkerPipeline>().AnswerAsync(context.Request);

        Assert.IsType<EmptyHttpResult>(result);
        Assert.Equal(200, context.Response.StatusCode);
        Assert.DoesNotContain("path", context.Request.RouteValues.Keys);
    }

    [Theory]
    [InlineData("DELETE", "/agents/register", 405)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/../", 404)]
    public async Task Answer_WhatIsNoRoute_IsAProblem(string method, string path, int status)
    {
        using var app = WorkerApps.Build(TimeProvider.System);
        var context = Request(method, path);

        Assert.Equal(status, await app.AnswerAsync(context));
        Assert.Equal("application/problem+json", context.Response.ContentType);
    }

    [Fact]
    public async Task Answer_FromLoopbackWithoutKeysOnADevelopmentInstance_IsNobody()
    {
        using var app = WorkerApps.Build(TimeProvider.System);

        Assert.Equal(401, await app.AnswerAsync(Request("GET", "/agents")));
    }

    [Fact]
    public async Task Answer_WithAKey_ServesTheRound()
    {
        using var app = WorkerApps.Build(TimeProvider.System, Admin);

        Assert.Equal(201, await app.AnswerAsync(Request("POST", "/agents/register", Agent)));
        Assert.Equal(200, await app.AnswerAsync(Request("GET", "/agents/a1")));
        Assert.Equal(200, await app.AnswerAsync(Request("POST", "/agents/a1/heartbeat")));
    }

    [Fact]
    public async Task Answer_StreamThatGoesOn_EndsBeforeTheHostKillsTheWorker()
    {
        var time = new ManualTimeProvider();
        using var app = WorkerApps.Build(time, Admin);
        var context = Request("GET", "/events");
        context.Request.Headers.Accept = "text/event-stream";
        var answer = app.AnswerAsync(context);
        time.Advance(WorkerPipeline.LongestRequest - TimeSpan.FromSeconds(1));
        Assert.False(answer.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));

        await answer.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(answer.IsCompletedSuccessfully);
    }
}

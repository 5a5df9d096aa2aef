using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Registry.Functions.Worker;

namespace Registry.Functions.Triggers;

/// <summary>
/// All of them hand their request to the one pipeline. Four have routes of their own, so that the portal and the host's metrics show them
/// apart; keys are checked in the pipeline, so the host lets all through.
/// </summary>
public sealed class HttpTriggers(IServiceProvider services)
{
    private readonly WorkerPipeline _pipeline = services.GetRequiredService<WorkerPipeline>();

    [Function("Register")]
    public Task<IResult> Register([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "agents/register")] HttpRequest request) =>
        _pipeline.AnswerAsync(request);

    [Function("Heartbeat")]
    public Task<IResult> Heartbeat([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "agents/{id}/heartbeat")] HttpRequest request) =>
        _pipeline.AnswerAsync(request);

    [Function("Discover")]
    public Task<IResult> Discover([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "agents")] HttpRequest request) =>
        _pipeline.AnswerAsync(request);

    [Function("Resolve")]
    public Task<IResult> Resolve([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "resolve")] HttpRequest request) =>
        _pipeline.AnswerAsync(request);

    // The host matches routes in the order of the functions' names and takes the first: this one has to be the last.
    [Function("ZAll")]
    public Task<IResult> All(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", "trace", Route = "{*path}")] HttpRequest request) =>
        _pipeline.AnswerAsync(request);
}

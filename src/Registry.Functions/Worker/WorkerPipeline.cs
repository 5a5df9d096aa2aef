using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Http;

namespace Registry.Functions.Worker;

/// <summary>The one pipeline of the registry as a delegate, for functions to hand their requests to.</summary>
internal sealed class WorkerPipeline
{
    /// <summary>
    /// Ends a stream that goes on for longer. The host kills its worker, with every request in flight, when one takes longer than
    /// <c>functionTimeout</c> in host.json; a client goes on at the same place over a new connection.
    /// </summary>
    public static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(4);

    private readonly RequestDelegate _pipeline;
    private readonly TimeProvider _time;

    public WorkerPipeline(IServiceProvider services)
    {
        _time = services.GetRequiredService<TimeProvider>();
        var app = new ApplicationBuilder(services);
        RegistryPipeline.Use(app);
        _pipeline = app.Build();
    }

    /// <summary>Answers the request. No exception leaves the pipeline, so that the host never answers for it.</summary>
    public async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var context = request.HttpContext;
        // What the worker's routing found is the function. The pipeline's own routing passes over a request that has an endpoint.
        context.SetEndpoint(null);
        context.Request.RouteValues = new RouteValueDictionary();
        using var deadline = new CancellationTokenSource(LongestRequest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        context.RequestAborted = either.Token;
        await _pipeline(context);
        return Results.Empty;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Http.Correlation;

namespace Registry.Http.Problems;

/// <summary>Lets no exception out of the pipeline: a caller learns that something failed and under which id it is in the log.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    // What the access logs of others call a client that went away before the answer.
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            ClientGone(context.Request.Path);
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }
        }
        catch (BadHttpRequestException exception)
        {
            await AnswerAsync(context, ProblemMapping.FromServer(exception.StatusCode));
        }
        catch (Exception exception)
        {
            Failed(exception, context.Request.Method, context.Request.Path);
            await AnswerAsync(context, ProblemMapping.Fault);
        }
    }

    private static Task AnswerAsync(HttpContext context, HttpRefusal refusal)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        StandardHeaders.Set(context);
        return ProblemWriter.WriteAsync(context, refusal);
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
    private partial void Failed(Exception exception, string method, PathString path);

    [LoggerMessage(2, LogLevel.Debug, "The client of {Path} went away.")]
    private partial void ClientGone(PathString path);
}

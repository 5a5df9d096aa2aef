using Microsoft.AspNetCore.Http;
using Registry.Http.Problems;

namespace Registry.Http.Routing;

/// <summary>Answers the methods that a path does not have.</summary>
internal sealed class OtherMethods(string allowed)
{
    public Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.Allow = allowed;
        return ProblemWriter.WriteAsync(context, new HttpRefusal(ProblemMapping.MethodNotAllowed, $"This path answers {allowed} only."));
    }
}

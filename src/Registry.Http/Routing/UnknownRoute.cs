using Microsoft.AspNetCore.Http;
using Registry.Http.Problems;

namespace Registry.Http.Routing;

/// <summary>Answers a path that is no route.</summary>
internal static class UnknownRoute
{
    public static Task AnswerAsync(HttpContext context) =>
        ProblemWriter.WriteAsync(context, new HttpRefusal(ProblemMapping.NotFound, "There is nothing under this path."));
}

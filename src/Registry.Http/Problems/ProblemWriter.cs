using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Dependencies;
using Registry.Core;
using Registry.Http.Bodies;
using Registry.Http.Events;
using Registry.Http.Resolution;

namespace Registry.Http.Problems;

/// <summary>The one writer of problems.</summary>
internal static class ProblemWriter
{
    private const string ContentType = "application/problem+json";

    // In the order of DependencyReason.
    private static readonly string[] Reasons = ["missing", "error", "inactive"];

    public static Task WriteAsync(HttpContext context, Refusal refusal) => WriteAsync(context, ProblemMapping.From(refusal));

    public static Task WriteAsync(HttpContext context, HttpRefusal refusal)
    {
        var response = context.Response;
        RefusalRecorder.Note(context, refusal);
        response.StatusCode = refusal.Kind.Status;
        if (refusal.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return JsonAnswer.WriteAsync(context, ToProblem(context, refusal), ContractsContext.Default.Problem, ContentType);
    }

    public static Problem ToProblem(HttpContext context, Refusal refusal) => ToProblem(context, ProblemMapping.From(refusal));

    public static Problem ToProblem(HttpContext context, HttpRefusal refusal) => new()
    {
        Type = refusal.Kind.Type,
        Title = refusal.Kind.Title,
        Status = refusal.Kind.Status,
        Detail = refusal.Detail,
        Code = refusal.Kind.Code,
        AgentId = refusal.AgentId,
        Error = refusal.Detail,
        Errors = refusal.Errors is { IsEmpty: false } errors ? errors.ByField : null,
        Reason = refusal.Reason,
        OldestCursor = refusal.OldestCursor,
        Dependencies = refusal.Graph?.Dependencies?.Select(static fault => new DependencyProblem(fault.Id, Reasons[(int)fault.Reason])).ToList(),
        Dependents = refusal.Graph?.Dependents,
        Changed = refusal.Graph?.Done,
        NotChanged = refusal.Graph?.NotDone,
        Unknown = refusal.Graph?.Unknown,
        Candidates = refusal.Candidates is { } candidates ? Candidates.From(candidates, "") : null,
        TraceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
    };
}

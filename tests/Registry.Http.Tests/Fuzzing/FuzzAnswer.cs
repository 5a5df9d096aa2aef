using Microsoft.AspNetCore.Http;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>What a request came to.</summary>
/// <param name="Template">Of the route that it met; null for none.</param>
/// <param name="Body">Null for a stream that goes on.</param>
/// <param name="Changes">Rows that were written meanwhile, but for those that any read may write.</param>
/// <param name="Faults">What was logged as an error meanwhile.</param>
internal sealed record FuzzAnswer(
    int Status, string? Template, IHeaderDictionary Headers, byte[]? Body, IReadOnlyList<string> Changes, IReadOnlyList<string> Faults);

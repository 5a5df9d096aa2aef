using System.Text.Json;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>An operation of the served document.</summary>
/// <param name="Answers">By status: the schema of each media type; none for an answer without a body.</param>
internal sealed record ApiOperation(
    string Method,
    string Path,
    IReadOnlyList<ApiParameter> Parameters,
    string? MediaType,
    JsonElement Body,
    string? Example,
    IReadOnlyDictionary<int, IReadOnlyDictionary<string, JsonElement>> Answers);

using System.Text.Json;

namespace Registry.Http.Tests.Fuzzing;

/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
internal sealed record ApiParameter(string Name, string In, JsonElement Schema, bool IsRequired);

using System.Text.Json;

namespace Registry.Core.Agents;

/// <summary>Equality of JSON values: the order of members does not count, numbers are compared by value (1, 1.0 and 1e0 are equal).</summary>
public static class JsonValues
{
    public static bool AreEqual(RawJson left, RawJson right) =>
        ReferenceEquals(left, right) || left.Utf8.Span.SequenceEqual(right.Utf8.Span) || JsonElement.DeepEquals(left.Parse(), right.Parse());
}

using System.Collections.Immutable;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>
/// A request as it would be on the wire. What the registry gave out before is named in double braces (<c>{{hook}}</c>) until it is sent, so that
/// a shorter sequence of the same requests still means the same.
/// </summary>
internal sealed record FuzzRequest
{
    public required string Method { get; init; }

    /// <summary>Percent-encoded.</summary>
    public required string Path { get; init; }

    /// <summary>Percent-encoded, each <c>name=value</c> or whatever else somebody sends.</summary>
    public ImmutableArray<string> Query { get; init; } = [];

    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    /// <summary>Whether the body, or what it claims to be, was made to be wrong.</summary>
    public bool IsBodyWrong { get; init; }

    /// <summary>Whether the body comes without its length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>How far the clock goes on before.</summary>
    public TimeSpan Pause { get; init; }
}

namespace Registry.Core.Events;

/// <summary>A request that would have changed something, and was refused.</summary>
/// <param name="Code">Of the refusal, as callers see it.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Route">The route without its values: no part of a URL, which may hold a key.</param>
public sealed record RefusedRequest(string Code, int Status, string Method, string Route)
{
    /// <summary>Name of the key; null where none is configured, or none was right.</summary>
    public string? Actor { get; init; }

    public string? AgentId { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long Time { get; internal init; }

    /// <summary>Counts this process's refusals, from 1.</summary>
    internal long Number { get; init; }
}

using System.Globalization;
using Registry.Core.Agents;

namespace Registry.Core.Events;

/// <summary>A change as those learn of it who follow the registry. Immutable.</summary>
/// <param name="partition">Whose log it is in.</param>
/// <param name="seq">Its number there.</param>
/// <param name="type">One of <see cref="EventTypes"/>.</param>
/// <param name="agentId">What it is about; empty where that is no agent.</param>
public sealed class RegistryEvent(string partition, long seq, string type, string agentId)
{
    private byte[]? _document;

    /// <summary>The same on every instance, for ever.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Partition}:{Seq}");

    public string Partition { get; } = partition;

    public long Seq { get; } = seq;

    public string Type { get; } = type;

    public string AgentId { get; } = agentId;

    /// <summary>The agent, else what it is about: a partition, an entry.</summary>
    public string Subject { get; init; } = agentId;

    /// <summary>Unix milliseconds, storage time.</summary>
    public long Time { get; init; }

    public string? Actor { get; init; }

    public string? CorrelationId { get; init; }

    public string? Old { get; init; }

    public string? New { get; init; }

    public string? Reason { get; init; }

    /// <summary>Where it is about no agent but an entry of <c>config</c>: <c>{kind}/{id}</c>. Such events are for the audit only.</summary>
    public string? Entry { get; init; }

    /// <summary>The agent after it; the one before it where it is gone, as far as that is known.</summary>
    public Agent? Agent { get; init; }

    /// <summary>Of a change of dependencies: which were added or removed.</summary>
    public IReadOnlyList<string>? Dependencies { get; init; }

    /// <summary>As a CloudEvent in JSON, on one line. Written once, however many read it.</summary>
    /// <param name="source">Of the registry, the same at every call.</param>
    public ReadOnlyMemory<byte> Document(string source) => _document ??= EventDocument.Write(this, source);
}

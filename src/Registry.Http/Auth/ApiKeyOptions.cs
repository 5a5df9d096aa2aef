using Registry.Core.Agents;

namespace Registry.Http.Auth;

/// <summary>One key that may call, from the settings <c>Registry__Keys__{name}__…</c>. Secrets themselves are never kept.</summary>
public sealed record ApiKeyOptions
{
    /// <summary>Shown as actor and owner. Letters, digits, <c>. _ -</c>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of each secret that is accepted, 32 bytes each: several while a key is rotated.</summary>
    public required IReadOnlyList<byte[]> Hashes { get; init; }

    /// <summary>What it may do.</summary>
    public required CallerRole Role { get; init; }

    /// <summary>The agent types or id prefixes that it may register and change; empty for all. Reads are not confined.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>How many agents it may own at a time; null for no limit.</summary>
    public int? MaxAgents { get; init; }
}

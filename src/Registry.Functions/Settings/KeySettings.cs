using Registry.Core.Agents;

namespace Registry.Functions.Settings;

/// <summary>One key that may call: <c>Registry__Keys__{name}__…</c>.</summary>
internal sealed class KeySettings
{
    /// <summary>Shown as actor and owner.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of each secret that is accepted (32 bytes): several while a key is rotated.</summary>
    public required IReadOnlyList<byte[]> Hashes { get; init; }

    public required CallerRole Role { get; init; }

    /// <summary>The agent types or id prefixes that it is confined to; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>How many agents it may own at a time; null for no limit.</summary>
    public int? MaxAgents { get; init; }
}

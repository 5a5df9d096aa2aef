using Registry.Core.Agents;

namespace Registry.Core.Trust;

/// <summary>
/// What is kept of a token that was verified: enough to judge it again whenever an authority changes. The token itself is not kept.
/// </summary>
public sealed record AgentTrust
{
    /// <summary>In a ceiling or a token: every capability.</summary>
    public const string Everything = "*";

    /// <summary>Who signed.</summary>
    public required string Authority { get; init; }

    /// <summary>Thumbprint of the key that signed.</summary>
    public required string Key { get; init; }

    /// <summary>The token's id, by which it can be revoked; null where it had none.</summary>
    public string? TokenId { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long NotBefore { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long ExpiresAt { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>Number of the change that set it: tells it from an earlier one.</summary>
    public long Seq { get; init; }

    /// <summary>Why it counts no more, as the log says; null while it does.</summary>
    public TrustFault? Fault { get; init; }

    /// <summary>Whether it names every capability that the agent has.</summary>
    public bool Grants(IEnumerable<Capability> capabilities) =>
        Capabilities.Contains(Everything) || capabilities.All(capability => Capabilities.Contains(capability.Name, StringComparer.Ordinal));
}

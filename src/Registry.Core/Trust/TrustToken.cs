namespace Registry.Core.Trust;

/// <summary>A JWS as it stands: nothing in it is believed yet.</summary>
internal sealed record TrustToken
{
    public required string Algorithm { get; init; }

    /// <summary>Selects among the keys of the authority, nothing else.</summary>
    public string? KeyId { get; init; }

    /// <summary>Whether its header names a key or where to get one. That is not looked at.</summary>
    public bool NamesKey { get; init; }

    /// <summary>What was signed.</summary>
    public required byte[] Signed { get; init; }

    public required byte[] Signature { get; init; }

    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    /// <summary>Unix milliseconds; 0 where it says nothing.</summary>
    public long NotBefore { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long ExpiresAt { get; init; }

    public string? Id { get; init; }

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Of an endorsement; null in an agent's token.</summary>
    public IReadOnlyList<string>? KeyThumbprints { get; init; }
}

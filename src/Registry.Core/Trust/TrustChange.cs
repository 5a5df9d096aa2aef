namespace Registry.Core.Trust;

/// <summary>What a registration says of trust.</summary>
public sealed record TrustChange
{
    /// <summary>Nothing: what is there stays.</summary>
    public static TrustChange None { get; } = new();

    /// <summary>A token to be verified; null where there is none. Never kept.</summary>
    public string? Token { get; init; }

    /// <summary>What the verified token grants.</summary>
    public AgentTrust? Trust { get; init; }

    /// <summary>Whether what is there goes.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>Whether a system may be without: an admin said so, or this is a development instance. A token is not looked at then.</summary>
    public bool IsWaived { get; init; }

    /// <summary>Without the token: records show what is in them.</summary>
    public override string ToString() => $"{nameof(TrustChange)} {{ {Trust?.Authority} }}";
}

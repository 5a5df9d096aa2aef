namespace Registry.Core.Trust;

/// <summary>Why trust is not established. Each has a word of its own in answers, logs and events.</summary>
public enum TrustReason
{
    /// <summary>Nobody vouched.</summary>
    NotEstablished,

    /// <summary>Not three parts in base64url, or too long.</summary>
    Malformed,

    /// <summary>A part is missing at the end, or the signature is shorter than its algorithm makes them.</summary>
    Truncated,

    /// <summary>The first part is no header: the parts are out of order, or it is no JWS.</summary>
    MalformedHeader,

    /// <summary>The second part is not what was asked for.</summary>
    MalformedPayload,

    /// <summary>Says of itself that it is not signed.</summary>
    AlgorithmNone,

    /// <summary>Neither ES256 nor RS256 nor PS256, or not one that the key is for.</summary>
    AlgorithmNotAllowed,

    /// <summary>Asks for an extension (<c>crit</c>); there is none here.</summary>
    CriticalHeader,

    /// <summary>An endorsement where an agent's token belongs, or the other way round.</summary>
    WrongUse,

    UnknownAuthority,

    AuthorityRevoked,

    TokenRevoked,

    /// <summary>The authority has no key of this id, or not any more.</summary>
    KeyNotFound,

    /// <summary>Signed with a key that the token itself names (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>), which nobody believes.</summary>
    KeyInHeader,

    BadSignature,

    /// <summary>An endorsement by another than the parent.</summary>
    WrongIssuer,

    WrongSubject,

    NotYetValid,

    Expired,

    /// <summary>The agent has a capability that its token does not name.</summary>
    CapabilityNotGranted,

    /// <summary>The token names a capability that an endorsement in the chain does not allow.</summary>
    CapabilityBeyondCeiling,

    /// <summary>The authority names a parent that did not vouch for it.</summary>
    NotEndorsed,

    /// <summary>The parent vouched for other keys.</summary>
    KeyNotEndorsed,

    ChainTooDeep,

    ChainCycle,
}

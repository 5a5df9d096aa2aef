namespace Registry.Core;

/// <summary>Every reason to refuse, as the HTTP contract names them.</summary>
public enum RefusalCode
{
    InvalidRequest,
    Unauthorized,
    Forbidden,
    TrustNotEstablished,
    NotFound,
    AlreadyRegistered,
    Conflict,
    CursorExpired,
    PreconditionFailed,
    TooLarge,
    RateLimited,
    StorageUnavailable,
    OutcomeUnknown,
}

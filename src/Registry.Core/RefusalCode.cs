namespace Registry.Core;

/// <summary>Every reason to refuse, as the HTTP contract names them.</summary>
public enum RefusalCode
{
    InvalidRequest,
    Unauthorized,
    Forbidden,
    TrustNotEstablished,
    NotFound,
    NoProvider,
    AlreadyRegistered,
    Conflict,
    DependencyCycle,
    DependenciesNotActive,
    HasActiveDependents,
    CursorExpired,
    PreconditionFailed,
    TooLarge,
    RateLimited,
    QuotaExceeded,
    HookRefused,
    StorageUnavailable,
    OutcomeUnknown,
}

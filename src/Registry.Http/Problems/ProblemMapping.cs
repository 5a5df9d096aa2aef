using Registry.Core;

namespace Registry.Http.Problems;

/// <summary>The one place where refusals and faults become HTTP.</summary>
internal static class ProblemMapping
{
    private const int StatusOfTooLarge = 413;
    private const int StatusOfTimeout = 408;

    public static readonly ProblemKind InvalidRequest = new(400, "invalid_request", "The request is not valid");
    public static readonly ProblemKind Unauthorized = new(401, "unauthorized", "A key is needed");
    public static readonly ProblemKind Forbidden = new(403, "forbidden", "Not allowed");
    public static readonly ProblemKind NotFound = new(404, "not_found", "Not found");
    public static readonly ProblemKind MethodNotAllowed = new(405, "method_not_allowed", "Method not allowed");
    public static readonly ProblemKind TooLarge = new(413, "too_large", "Too large");
    public static readonly ProblemKind UnsupportedMediaType = new(415, "unsupported_media_type", "Unsupported media type");
    public static readonly ProblemKind Internal = new(500, "internal", "Internal error");

    private static readonly ProblemKind TrustNotEstablished = new(403, "trust_not_established", "Trust is not established");
    private static readonly ProblemKind AlreadyRegistered = new(409, "already_registered", "Already registered");
    private static readonly ProblemKind NoProvider = new(404, "no_provider", "No provider");
    private static readonly ProblemKind Conflict = new(409, "conflict", "Conflict");
    private static readonly ProblemKind DependencyCycle = new(409, "dependency_cycle", "Dependencies would form a cycle");
    private static readonly ProblemKind DependenciesNotActive = new(409, "dependencies_not_active", "Dependencies are not active");
    private static readonly ProblemKind HasActiveDependents = new(409, "has_active_dependents", "Active agents depend on it");
    private static readonly ProblemKind HookRefused = new(409, "hook_refused", "A hook refused");
    private static readonly ProblemKind CursorExpired = new(410, "cursor_expired", "The cursor has expired");
    private static readonly ProblemKind PreconditionFailed = new(412, "precondition_failed", "Precondition failed");
    private static readonly ProblemKind RateLimited = new(429, "rate_limited", "Too many requests");
    private static readonly ProblemKind QuotaExceeded = new(429, "quota_exceeded", "Quota exceeded");
    private static readonly ProblemKind StorageUnavailable = new(503, "storage_unavailable", "Storage unavailable");
    private static readonly ProblemKind OutcomeUnknown = new(503, "outcome_unknown", "Outcome unknown");

    /// <summary>Every kind there is, by status.</summary>
    public static readonly IReadOnlyList<ProblemKind> Kinds =
    [
        InvalidRequest, Unauthorized, Forbidden, TrustNotEstablished, NotFound, NoProvider, MethodNotAllowed, AlreadyRegistered, Conflict, DependencyCycle,
        DependenciesNotActive, HasActiveDependents, HookRefused, CursorExpired, PreconditionFailed, TooLarge, UnsupportedMediaType, RateLimited,
        QuotaExceeded, Internal, StorageUnavailable, OutcomeUnknown,
    ];

    // Storage that does not answer is asked again soon; a client that does not wait makes its recovery harder.
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>An exception: what happened is in the log only.</summary>
    public static HttpRefusal Fault { get; } = new(Internal, "The registry failed to handle this request.");

    public static HttpRefusal From(Refusal refusal)
    {
        var kind = Kind(refusal.Code);
        return new HttpRefusal(kind, refusal.Detail)
        {
            AgentId = refusal.AgentId,
            Errors = refusal.Errors,
            Reason = refusal.Reason,
            OldestCursor = refusal.OldestCursor,
            Graph = refusal.Graph,
            Candidates = refusal.Candidates,
            RetryAfter = refusal.RetryAfter ?? (kind.Status is 429 or 503 ? DefaultRetryAfter : null),
        };
    }

    /// <summary>What the server itself refused while it read the request (RFC 9110 names the statuses).</summary>
    public static HttpRefusal FromServer(int status) => status switch
    {
        StatusOfTooLarge => new HttpRefusal(TooLarge, "The request body is too large."),
        StatusOfTimeout => new HttpRefusal(InvalidRequest with { Status = StatusOfTimeout }, "The request body did not arrive in time."),
        >= 400 and < 500 => new HttpRefusal(InvalidRequest with { Status = status }, "The request could not be read."),
        _ => new HttpRefusal(InvalidRequest, "The request could not be read."),
    };

    private static ProblemKind Kind(RefusalCode code) => code switch
    {
        RefusalCode.InvalidRequest => InvalidRequest,
        RefusalCode.Unauthorized => Unauthorized,
        RefusalCode.Forbidden => Forbidden,
        RefusalCode.TrustNotEstablished => TrustNotEstablished,
        RefusalCode.NotFound => NotFound,
        RefusalCode.NoProvider => NoProvider,
        RefusalCode.AlreadyRegistered => AlreadyRegistered,
        RefusalCode.Conflict => Conflict,
        RefusalCode.DependencyCycle => DependencyCycle,
        RefusalCode.DependenciesNotActive => DependenciesNotActive,
        RefusalCode.HasActiveDependents => HasActiveDependents,
        RefusalCode.CursorExpired => CursorExpired,
        RefusalCode.PreconditionFailed => PreconditionFailed,
        RefusalCode.TooLarge => TooLarge,
        RefusalCode.RateLimited => RateLimited,
        RefusalCode.QuotaExceeded => QuotaExceeded,
        RefusalCode.HookRefused => HookRefused,
        RefusalCode.StorageUnavailable => StorageUnavailable,
        RefusalCode.OutcomeUnknown => OutcomeUnknown,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "A refusal without an HTTP status."),
    };
}

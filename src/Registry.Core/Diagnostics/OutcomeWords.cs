using Registry.Core.Storage;

namespace Registry.Core.Diagnostics;

/// <summary>How something ended, in the words of metrics: constants, so that counting makes no strings.</summary>
internal static class OutcomeWords
{
    public const string Ok = "ok";
    public const string Failed = "failed";

    public static string Of(Refusal? refusal) => refusal?.Code switch
    {
        null => Ok,
        RefusalCode.NotFound => "not_found",
        RefusalCode.NoProvider => "no_provider",
        RefusalCode.Forbidden => "forbidden",
        RefusalCode.RateLimited => "rate_limited",
        RefusalCode.StorageUnavailable => "storage_unavailable",
        RefusalCode.OutcomeUnknown => "outcome_unknown",
        _ => "refused",
    };

    public static string Of(TableStatus status) => status switch
    {
        TableStatus.Ok => Ok,
        TableStatus.NotFound => "not_found",
        TableStatus.Exists => "exists",
        TableStatus.Contention => "contention",
        TableStatus.TooLarge => "too_large",
        TableStatus.Throttled => "throttled",
        TableStatus.Unavailable => "unavailable",
        TableStatus.Denied => "denied",
        TableStatus.OutcomeUnknown => "outcome_unknown",
        _ => Failed,
    };
}

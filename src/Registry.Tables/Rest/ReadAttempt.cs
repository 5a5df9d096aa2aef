using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>How one attempt of a read ended.</summary>
/// <param name="Result">Its result; Throttled and Unavailable are worth another attempt.</param>
/// <param name="RetryAfter">How long the service asks to wait first.</param>
internal readonly record struct ReadAttempt<T>(TableRead<T> Result, TimeSpan? RetryAfter)
    where T : class;

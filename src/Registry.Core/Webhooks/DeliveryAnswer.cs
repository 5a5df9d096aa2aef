using Registry.Core.Health.Probing;

namespace Registry.Core.Webhooks;

/// <summary>What a receiver did with a request.</summary>
/// <param name="StatusCode">0 where there was no answer.</param>
/// <param name="Error">Why there was none.</param>
public readonly record struct DeliveryAnswer(int StatusCode, ProbeError Error)
{
    private const int Gone = 410;
    private const int TooManyRequests = 429;
    private const int Unavailable = 503;

    public TimeSpan? RetryAfter { get; init; }

    public TimeSpan Duration { get; init; }

    public bool IsDelivered => Error == ProbeError.None && StatusCode is >= 200 and < 300;

    /// <summary>The receiver wants nothing any more.</summary>
    public bool EndsSubscription => Error == ProbeError.None && StatusCode == Gone;

    /// <summary>How long the receiver asks to be left alone.</summary>
    public TimeSpan? Pause => StatusCode is TooManyRequests or Unavailable ? RetryAfter : null;

    /// <summary>One phrase for a person; null for a delivery. Nothing that the other side said is in it.</summary>
    public string? Text => Error != ProbeError.None
        ? ProbeErrors.Text(Error)
        : StatusCode switch
        {
            >= 200 and < 300 => null,
            >= 300 and < 400 => "a redirect, which webhooks do not follow",
            _ => "the status code is no success",
        };
}

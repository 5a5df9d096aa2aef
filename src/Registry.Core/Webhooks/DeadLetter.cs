namespace Registry.Core.Webhooks;

/// <summary>What was given up.</summary>
/// <param name="EventId">Of the event; for changes that were trimmed first, their range: <c>s0:17-s0:40</c>.</param>
/// <param name="Type">Of the event; empty for a range.</param>
/// <param name="AgentId">What it is about; empty for a range.</param>
/// <param name="Time">When it was given up, Unix milliseconds.</param>
/// <param name="Attempts">That failed.</param>
/// <param name="StatusCode">Of the last one; 0 where there was no answer.</param>
/// <param name="Error">Why, in one phrase.</param>
public sealed record DeadLetter(string EventId, string Type, string AgentId, long Time, int Attempts, int StatusCode, string Error)
{
    /// <summary>Whether it can be sent again: a range can't.</summary>
    internal bool IsEvent => Type.Length > 0;
}

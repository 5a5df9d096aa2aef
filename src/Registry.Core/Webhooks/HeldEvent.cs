namespace Registry.Core.Webhooks;

/// <summary>An event that was not delivered yet: it failed, or one of its agent before it did.</summary>
/// <param name="Partition">Whose log it is in.</param>
/// <param name="Seq">Its number there.</param>
/// <param name="AgentId">What it is about.</param>
/// <param name="Type">Of the event.</param>
/// <param name="Since">Of its first attempt, or of when it was held back, moved by the times in which nobody tried; Unix milliseconds.</param>
internal sealed record HeldEvent(string Partition, long Seq, string AgentId, string Type, long Since)
{
    /// <summary>That failed.</summary>
    public int Attempts { get; init; }

    /// <summary>When the next attempt is due, Unix milliseconds.</summary>
    public long NextAt { get; init; }
}

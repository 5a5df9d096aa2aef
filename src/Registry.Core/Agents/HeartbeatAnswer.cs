namespace Registry.Core.Agents;

/// <param name="NextIntervalSeconds">When to send the next one.</param>
/// <param name="Timestamp">Storage time of receipt, Unix milliseconds.</param>
public sealed record HeartbeatAnswer(int NextIntervalSeconds, long Timestamp);

namespace Registry.Core.Lifecycles;

/// <summary>Something that went wrong with an agent, as somebody reported it.</summary>
/// <param name="Time">Unix milliseconds, storage time.</param>
/// <param name="Message">For people; 1 … 500 characters.</param>
/// <param name="Actor">Name of the key that reported it; null where no key is configured.</param>
public sealed record AgentError(long Time, string Message, string? Actor)
{
    public const int MaxMessageLength = 500;

    /// <summary>Of one agent; the oldest goes.</summary>
    public const int Kept = 50;
}

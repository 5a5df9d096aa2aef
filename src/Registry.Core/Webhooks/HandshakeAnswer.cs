namespace Registry.Core.Webhooks;

/// <summary>What a receiver says to being asked whether it wants events.</summary>
/// <param name="Error">Null where it does; else why that is not so, in one phrase.</param>
/// <param name="RequestsPerMinute">That it allows.</param>
public readonly record struct HandshakeAnswer(string? Error, int RequestsPerMinute)
{
    public static HandshakeAnswer Refused(string error) => new(error, 0);
}

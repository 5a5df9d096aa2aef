namespace Registry.Core.Agents;

/// <summary>What a conditional write asks of the agent as it is now.</summary>
/// <param name="IfMatch">Tags of which one must be the agent's; null for none. Empty: none at all can match.</param>
/// <param name="MustExist"><c>If-Match: *</c>.</param>
/// <param name="MustNotExist"><c>If-None-Match: *</c>.</param>
/// <param name="IsGraphChecked">What the tags say of <c>graph</c> was compared already, and the same request changed it since.</param>
/// <param name="Registration">Mutation id of the registration that the same request wrote into <c>graph</c>; null: any.</param>
public sealed record Precondition(IReadOnlyList<AgentTag>? IfMatch = null, bool MustExist = false, bool MustNotExist = false, bool IsGraphChecked = false, string? Registration = null)
{
    public static Precondition None { get; } = new();
}

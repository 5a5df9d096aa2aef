namespace Registry.Core.Agents.Commands;

internal static class Preconditions
{
    /// <summary>Why the agent as it is does not meet the precondition; null when it does.</summary>
    public static Refusal? Check(Precondition precondition, string id, Agent? agent)
    {
        if (precondition.MustNotExist && agent is not null)
        {
            return new Refusal(RefusalCode.PreconditionFailed, "The agent exists.") { AgentId = id };
        }

        var mismatch = agent is null
            ? precondition.MustExist || precondition.IfMatch is not null
            : precondition.IfMatch is { } tags && !precondition.MustExist && !tags.Contains(AgentTag.Of(agent));
        return mismatch ? new Refusal(RefusalCode.PreconditionFailed, "The agent's revision is another one.") { AgentId = id } : null;
    }
}

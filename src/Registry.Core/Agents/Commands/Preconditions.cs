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

        if (precondition.Registration is { } registration && agent is not null && agent.MutationId != registration)
        {
            return Refusals.RegisteredMeanwhile;
        }

        var mismatch = agent is null
            ? precondition.MustExist || precondition.IfMatch is not null
            : precondition.IfMatch is { } tags && !precondition.MustExist && !Matches(tags, agent, precondition.IsGraphChecked);
        return mismatch ? Failed(id) : null;
    }

    public static Refusal Failed(string id) => new(RefusalCode.PreconditionFailed, "The agent's revision is another one.") { AgentId = id };

    private static bool Matches(IReadOnlyList<AgentTag> tags, Agent agent, bool isGraphChecked) =>
        isGraphChecked ? tags.Any(tag => tag.Revision == agent.Revision) : tags.Contains(AgentTag.Of(agent));
}

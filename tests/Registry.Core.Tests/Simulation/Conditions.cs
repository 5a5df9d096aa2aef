using Registry.Core.Agents;

namespace Registry.Core.Tests.Simulation;

internal static class Conditions
{
    /// <summary>Whether a condition forbids to change the agent as it is.</summary>
    public static bool Refuse(Precondition condition, Agent? agent) =>
        (agent is null && (condition.MustExist || condition.IfMatch is not null))
        || (agent is not null && (condition.MustNotExist || condition.IfMatch?.Contains(agent.Revision) == false));
}

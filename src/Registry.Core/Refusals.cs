using Registry.Core.Agents;

namespace Registry.Core;

/// <summary>Refusals that say nothing of the request.</summary>
internal static class Refusals
{
    public static Refusal StorageUnavailable { get; } = new(RefusalCode.StorageUnavailable, "Storage does not answer now; nothing was changed.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Refusal OutcomeUnknown { get; } = new(RefusalCode.OutcomeUnknown, "Storage did not confirm in time; the change may have happened.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Refusal TooLarge { get; } = new(RefusalCode.TooLarge, "Storage refused the change as too large; nothing was changed.");

    public static Refusal JobIsRunning { get; } = new(RefusalCode.Conflict, "Another instance runs this job now.") { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>A registration began or ended under a request that says what it depends on: its edges would be another's.</summary>
    public static Refusal RegisteredMeanwhile { get; } = new(RefusalCode.Conflict, "The agent was registered or unregistered meanwhile: ask again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Refusal BeingRegistered(string id) =>
        new(RefusalCode.Conflict, "Another request is registering this agent.") { AgentId = id, RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>Why a caller may not change an agent that it may not change.</summary>
    public static Refusal Forbidden(Caller caller, Agent agent) => caller.Covers(agent.Id, agent.Registration.Type)
        ? new(RefusalCode.Forbidden, "Another owner registered this agent.") { AgentId = agent.Id }
        : OutsideNamespace(agent.Id);

    public static Refusal OutsideNamespace(string id) =>
        new(RefusalCode.Forbidden, "The key is confined to types or id prefixes that this agent has none of.") { AgentId = id };

    public static Refusal RateLimited(string id) =>
        new(RefusalCode.RateLimited, "Too many changes of this agent: 2 a second, 20 at once, are allowed.") { AgentId = id, RetryAfter = TimeSpan.FromSeconds(1) };
}

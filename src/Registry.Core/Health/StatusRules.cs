using Registry.Core.Agents;

namespace Registry.Core.Health;

/// <summary>The one place where an agent's status is decided from its sources.</summary>
public static class StatusRules
{
    /// <summary>First that applies: maintenance, unreachable (what the log says), what the agent reported, unknown.</summary>
    public static HealthStatus Decide(Agent agent)
    {
        if (agent.Reported == HealthStatus.Maintenance)
        {
            return HealthStatus.Maintenance;
        }

        return agent.LapseMark != 0 ? HealthStatus.Unreachable : agent.Reported;
    }
}

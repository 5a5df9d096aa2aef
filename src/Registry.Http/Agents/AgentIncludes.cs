using Registry.Contracts;
using Registry.Core.Agents;
using Registry.Core.Dependencies;
using Registry.Http.Lifecycles;
using Registry.Http.Usage;

namespace Registry.Http.Agents;

/// <summary>What <c>include</c> adds to an agent, from memory.</summary>
internal static class AgentIncludes
{
    public const string Dependencies = "dependencies";
    public const string Dependents = "dependents";
    public const string Errors = "errors";
    public const string Usage = "usage";

    /// <summary>All that can be asked for.</summary>
    public static IReadOnlyList<string> Known { get; } = [Usage, Dependencies, Dependents, Errors];

    public static IReadOnlyList<AgentMember> Of(AgentRegistry registry, Agent agent, IReadOnlySet<string> includes)
    {
        var members = new List<AgentMember>(includes.Count);
        if (includes.Contains(Usage))
        {
            members.Add(AgentMember.Of(Usage, UsageMember.Of(registry.Usage.Of(agent)), ContractsContext.Default.AgentUsage));
        }

        if (includes.Contains(Dependencies))
        {
            members.Add(AgentMember.Of(Dependencies, DependencyService.DependenciesOf(agent), ContractsContext.Default.IReadOnlyListString));
        }

        if (includes.Contains(Dependents))
        {
            members.Add(AgentMember.Of(Dependents, registry.Graph.Dependencies.DependentsOf(agent.Id), ContractsContext.Default.IReadOnlyListString));
        }

        if (includes.Contains(Errors))
        {
            members.Add(AgentMember.Of(Errors, ErrorEntries.Of(agent.Node?.Errors ?? []), ContractsContext.Default.IReadOnlyListErrorEntry));
        }

        return members;
    }
}

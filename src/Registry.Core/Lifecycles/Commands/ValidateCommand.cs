using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles.Commands;

/// <summary>Looks at an agent's dependencies, and puts it in error if one is not active.</summary>
internal sealed class ValidateCommand(string id, Caller caller) : ICommand<GraphNode, GraphOverlay, IReadOnlyList<DependencyFault>>
{
    public Decision<GraphNode, IReadOnlyList<DependencyFault>> Decide(GraphOverlay view, DecisionContext context)
    {
        if (!view.TryAgent(id, caller, out var agent, out var refused))
        {
            return refused;
        }

        var faults = GraphRules.Faults(view, view.NodeOf(agent).Dependencies);
        if (faults.Count == 0)
        {
            return Decision<GraphNode, IReadOnlyList<DependencyFault>>.Unchanged(faults);
        }

        var failed = FailCommand.Decide(view, context, id, Message(faults), caller);
        return new Decision<GraphNode, IReadOnlyList<DependencyFault>>(failed.Refusal, failed.Changes, faults);
    }

    private static string Message(List<DependencyFault> faults)
    {
        var message = string.Join("; ", faults.Select(static fault => fault.Text));
        return message.Length <= AgentError.MaxMessageLength ? message : message[..(AgentError.MaxMessageLength - 1)] + "…";
    }
}

using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;

namespace Registry.Core.Dependencies.Commands;

/// <summary>
/// First half of a registration with dependencies: its node, before its shard has it. The result is the lifecycle to begin in, or null where the
/// id is registered: then the shard answers.
/// </summary>
/// <param name="id">The agent to be.</param>
/// <param name="mutationId">Of its registration.</param>
/// <param name="registration">What it registers.</param>
/// <param name="dependencies">Its edges, each once.</param>
/// <param name="caller">Who registers.</param>
internal sealed class PrepareCommand(string id, string mutationId, Registration registration, IReadOnlyList<string> dependencies, Caller caller)
    : ICommand<GraphNode, GraphOverlay, Lifecycle?>
{
    public Decision<GraphNode, Lifecycle?> Decide(GraphOverlay view, DecisionContext context)
    {
        if (view.IsTaken(id))
        {
            return Decision<GraphNode, Lifecycle?>.Unchanged(null);
        }

        if (view.IsPendingOfOther(id, mutationId))
        {
            return Refusals.BeingRegistered(id);
        }

        if (!caller.Covers(id, registration.Type))
        {
            return Refusals.OutsideNamespace(id);
        }

        if (dependencies.Count > GraphNode.MaxDependencies)
        {
            return DependencyRules.TooMany(id);
        }

        var edit = new GraphEdit(view, context, caller);
        if (GraphRules.CheckCycles(view, edit, id, dependencies) is { } cycle)
        {
            return cycle;
        }

        var lifecycle = registration.Lifecycle ?? KindDefaults.FirstLifecycle(registration.Kind);
        if (lifecycle == Lifecycle.Active && GraphRules.Faults(view, dependencies) is { Count: > 0 } faults)
        {
            if (registration.Lifecycle == Lifecycle.Active)
            {
                return GraphRules.NotActive(id, faults);
            }

            lifecycle = Lifecycle.Registered;
        }

        var node = new GraphNode
        {
            Id = id,
            MutationId = mutationId,
            Lifecycle = lifecycle,
            EverActive = lifecycle == Lifecycle.Active,
            IsPending = true,
            Dependencies = dependencies,
        };
        edit.Add(ChangeTypes.DependencyAdded, node, @new: GraphEdit.Join(dependencies), counted: false);
        return Decision<GraphNode, Lifecycle?>.Changed(lifecycle, edit.Changes);
    }
}

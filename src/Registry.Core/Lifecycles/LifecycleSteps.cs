using Registry.Core.Agents;
using Registry.Core.Dependencies;
using Registry.Core.Lifecycles.Commands;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles;

/// <summary>Takes steps, one by one and many in order.</summary>
internal sealed class LifecycleSteps(GraphCommands commands, HookedSteps steps)
{
    public static string Reason(LifecycleStep step) => step switch
    {
        LifecycleStep.Register => "registered",
        LifecycleStep.Activate => "activated",
        LifecycleStep.Deactivate => "deactivated",
        _ => "errors cleared",
    };

    /// <summary>One step of one agent, on what was refreshed just now: the one place where lifecycles move by request.</summary>
    public Task<Outcome<Stepped>> StepAsync(
        string id, LifecycleStep step, bool force, string reason, Caller caller, CancellationToken cancellationToken) =>
        steps.TakeAsync(id, step, force, reason, caller, cancellationToken);

    /// <summary>Takes the step with every agent of a plan, group by group; what fails ends it after its group.</summary>
    public async Task<Outcome<LifecycleResult>> CascadeAsync(
        string id, LifecycleStep step, Func<GraphOverlay, CascadePlan> plan, Caller caller, CancellationToken cancellationToken)
    {
        if (!await commands.RefreshAsync(cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var (waves, refused) = commands.Look(plan);
        if (refused is not null)
        {
            return refused;
        }

        var ids = waves.SelectMany(static wave => wave).ToList();
        var done = new List<string>();
        var unknown = new List<string>();
        Agent? last = null;
        foreach (var wave in waves)
        {
            Refusal? failed = null;
            foreach (var (one, outcome) in await RunAsync(wave, step, other => other == id ? Reason(step) : $"{Reason(step)} for {id}", caller, cancellationToken))
            {
                if (outcome.Is(out var stepped, out var refusal))
                {
                    last = one == id ? stepped.Agent : last;
                    if (stepped.Changed)
                    {
                        done.Add(one);
                    }
                }
                else
                {
                    failed ??= refusal with { AgentId = refusal.AgentId ?? one };
                    if (refusal.Code == RefusalCode.OutcomeUnknown)
                    {
                        unknown.Add(one);
                    }
                }
            }

            if (failed is not null)
            {
                return HalfDone(failed, ids, done, unknown);
            }
        }

        return new LifecycleResult(commands.View(last!), done);
    }

    /// <summary>Takes the step with each of many; one that fails fails alone, and those that wait for it for that reason.</summary>
    public async Task<IReadOnlyDictionary<string, Outcome<Agent>>> BatchAsync(
        IReadOnlyList<string> ids, LifecycleStep step, Caller caller, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<string, Outcome<Agent>>(StringComparer.Ordinal);
        if (!await commands.RefreshAsync(cancellationToken))
        {
            return ids.ToDictionary(static id => id, static _ => (Outcome<Agent>)Refusals.StorageUnavailable, StringComparer.Ordinal);
        }

        foreach (var wave in commands.Graph.Read(state => Waves(ids, step, state.Edges)))
        {
            foreach (var (id, outcome) in await RunAsync(wave, step, _ => Reason(step), caller, cancellationToken))
            {
                outcomes[id] = outcome.Is(out var stepped, out var refusal) ? stepped.Agent : refusal;
            }
        }

        return outcomes;
    }

    private static List<List<string>> Waves(IReadOnlyList<string> ids, LifecycleStep step, EdgeIndex edges)
    {
        var order = ActivationOrder.Of(ids, edges);
        if (step == LifecycleStep.Activate)
        {
            return ActivationOrder.Waves(order, edges.DependenciesOf);
        }

        order.Reverse();
        return ActivationOrder.Waves(order, edges.DependentsOf);
    }

    /// <summary>Starts all before it waits for the first: they travel in few commits.</summary>
    private async Task<List<(string Id, Outcome<Stepped> Outcome)>> RunAsync(
        IReadOnlyList<string> wave, LifecycleStep step, Func<string, string> reason, Caller caller, CancellationToken cancellationToken)
    {
        List<(string Id, Task<Outcome<Stepped>> Task)> running;
        using (new CommitHold([commands.Graph.Commands.Switch]))
        {
            running = [.. wave.Select(id => (id, StepAsync(id, step, force: false, reason(id), caller, cancellationToken)))];
        }

        var outcomes = new List<(string Id, Outcome<Stepped> Outcome)>(running.Count);
        foreach (var (id, task) in running)
        {
            outcomes.Add((id, await task));
        }

        // In the order of their commits, which need not be that of the calls.
        return [.. outcomes.OrderBy(static one => one.Outcome.Is(out var stepped, out _) ? stepped.Agent.Node?.Seq : null)];
    }

    private static Refusal HalfDone(Refusal failed, List<string> ids, List<string> done, List<string> unknown)
    {
        if (done.Count == 0 && unknown.Count == 0)
        {
            return failed;
        }

        return failed with
        {
            Detail = $"{done.Count} of {ids.Count} agents were changed, then this happened. {failed.Detail}",
            Graph = (failed.Graph ?? new GraphRefusal()) with
            {
                Done = done,
                NotDone = [.. ids.Except(done, StringComparer.Ordinal).Except(unknown, StringComparer.Ordinal)],
                Unknown = unknown.Count == 0 ? null : unknown,
            },
        };
    }
}

using Registry.Core.Agents;
using Registry.Core.Lifecycles.Commands;
using Registry.Core.Lifecycles.Hooks;
using Registry.Core.Sharding;
using Registry.Core.Time;
using Registry.Core.Usage;

namespace Registry.Core.Lifecycles;

/// <summary>
/// Takes a step with the hooks around it: they are asked only before a step that would be taken, and a step is taken only after they were
/// asked, whoever else moves the agent meanwhile.
/// </summary>
internal sealed class HookedSteps(GraphCommands commands, HookRunner hooks, RegistryUsage usage)
{
    /// <summary>On what was refreshed just now.</summary>
    public async Task<Outcome<Stepped>> TakeAsync(
        string id, LifecycleStep step, bool force, string reason, Caller caller, CancellationToken cancellationToken)
    {
        var started = usage.Start();
        if (PhaseOf(step) is not { } phase)
        {
            return await commands.ExecuteRefreshedAsync(new StepCommand(id, step, force, reason, caller, allowed: true), cancellationToken);
        }

        var ask = new StepCommand(id, step, force, reason, caller, allowed: false);
        var outcome = Look(ask) is { } ahead ? ahead : await commands.ExecuteRefreshedAsync(ask, cancellationToken);
        if (!outcome.Is(out var stepped, out var refusal) || !stepped.MustAsk)
        {
            return outcome;
        }

        var asked = hooks.BeforeAsync(phase, stepped.Agent, cancellationToken);
        var waited = !asked.IsCompleted;
        var verdict = await asked;
        if (!verdict.IsAllowed)
        {
            return verdict.Refusal!;
        }

        // What was refreshed before may be long ago by now: shards and graph must be of one moment for a refusal to be right.
        if (waited && !await commands.RefreshAsync(cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        outcome = await commands.ExecuteRefreshedAsync(new StepCommand(id, step, force, reason, caller, allowed: true), cancellationToken);
        if (outcome.Is(out stepped, out _) && stepped.Changed)
        {
            if (phase == LifecyclePhase.Activation)
            {
                usage.Activated(started);
            }

            await hooks.AfterAsync(phase, stepped.Agent, CancellationToken.None);
        }

        return outcome;
    }

    /// <summary>Whether the step would be taken as things are; null where it would not: then only the log can say so for good.</summary>
    private Stepped? Look(StepCommand ask)
    {
        var now = commands.Graph.Now;
        var decision = commands.Look(view => ask.Decide(view, new DecisionContext(new StorageInstant(now, now), 0, "")));
        return decision.Result is { MustAsk: true } ahead ? ahead : null;
    }

    private static LifecyclePhase? PhaseOf(LifecycleStep step) => step switch
    {
        LifecycleStep.Activate => LifecyclePhase.Activation,
        LifecycleStep.Deactivate => LifecyclePhase.Deactivation,
        _ => null,
    };
}

using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Lifecycles.Commands;

namespace Registry.Core.Lifecycles;

/// <summary>Moves agents through their lifecycle. Thread-safe. Every refusal is a value; all may also be StorageUnavailable or OutcomeUnknown.</summary>
public sealed class LifecycleService
{
    private readonly GraphCommands _commands;
    private readonly LifecycleSteps _steps;
    private readonly Func<string, Freshness, CancellationToken, ValueTask<Outcome<AgentRead>>> _get;

    internal LifecycleService(GraphCommands commands, HookedSteps steps, Func<string, Freshness, CancellationToken, ValueTask<Outcome<AgentRead>>> get)
    {
        _commands = commands;
        _steps = new LifecycleSteps(commands, steps);
        _get = get;
    }

    /// <summary>
    /// Activates an agent; with <paramref name="cascade"/> first everything that it depends on. Refusals: NotFound, Forbidden, Conflict (in error, or only
    /// discovered), DependenciesNotActive, HookRefused, RateLimited.
    /// </summary>
    public Task<Outcome<LifecycleResult>> ActivateAsync(string id, bool cascade, Caller caller, CancellationToken cancellationToken) =>
        cascade
            ? _steps.CascadeAsync(id, LifecycleStep.Activate, view => CascadePlan.Activation(view, id, caller), caller, cancellationToken)
            : OneAsync(id, LifecycleStep.Activate, force: false, caller, cancellationToken);

    /// <summary>
    /// Deactivates an agent; with <paramref name="cascade"/> first everything active that depends on it, with <paramref name="force"/> without a look at that.
    /// Refusals: NotFound, Forbidden, Conflict (never activated, or in error), HasActiveDependents, HookRefused, RateLimited.
    /// </summary>
    public Task<Outcome<LifecycleResult>> DeactivateAsync(string id, bool cascade, bool force, Caller caller, CancellationToken cancellationToken) =>
        cascade
            ? _steps.CascadeAsync(
                id, LifecycleStep.Deactivate, view => CascadePlan.Deactivation(view, id, caller), caller, cancellationToken)
            : OneAsync(id, LifecycleStep.Deactivate, force, caller, cancellationToken);

    /// <summary>Activates or deactivates agents, those first that others of them wait for. Each outcome as if it were alone.</summary>
    /// <param name="ids">Each once.</param>
    /// <param name="lifecycle">Active or inactive.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<IReadOnlyDictionary<string, Outcome<Agent>>> SetManyAsync(
        IReadOnlyList<string> ids, Lifecycle lifecycle, Caller caller, CancellationToken cancellationToken) =>
        _steps.BatchAsync(ids, lifecycle == Lifecycle.Active ? LifecycleStep.Activate : LifecycleStep.Deactivate, caller, cancellationToken);

    /// <summary>
    /// Brings an agent into a state by the steps above; <c>registered</c> also out of error, <c>discovered</c> only where it is so. Refusals as theirs.
    /// </summary>
    public async Task<Outcome<Agent>> SetAsync(string id, Lifecycle lifecycle, Caller caller, CancellationToken cancellationToken)
    {
        switch (lifecycle)
        {
            case Lifecycle.Active:
                return Agent(await OneAsync(id, LifecycleStep.Activate, force: false, caller, cancellationToken));
            case Lifecycle.Inactive:
                return Agent(await OneAsync(id, LifecycleStep.Deactivate, force: false, caller, cancellationToken));
            case Lifecycle.Error:
                return Agent(await FailAsync(id, "set to error", caller, cancellationToken));
        }

        if (!(await _get(id, Freshness.Latest, cancellationToken)).Is(out var read, out var refusal))
        {
            return refusal;
        }

        var agent = read.View.Agent;
        if (!caller.MayChange(agent))
        {
            return Refusals.Forbidden(caller, agent);
        }

        if (agent.Lifecycle == lifecycle)
        {
            return agent;
        }

        return lifecycle == Lifecycle.Registered && agent.Lifecycle == Lifecycle.Discovered
            ? Agent(await RegisterAsync(id, caller, cancellationToken))
            : new Refusal(RefusalCode.Conflict, $"An agent that is {AgentWords.Lifecycle[agent.Lifecycle]} can't become {AgentWords.Lifecycle[lifecycle]}.")
            {
                AgentId = id,
            };
    }

    /// <summary>Notes an error: the agent is in error until its errors are cleared. Refusals: NotFound, Forbidden, RateLimited.</summary>
    /// <param name="id">The agent.</param>
    /// <param name="message">1 … <see cref="AgentError.MaxMessageLength"/> characters.</param>
    /// <param name="caller">Who reports it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Outcome<AgentView>> FailAsync(string id, string message, Caller caller, CancellationToken cancellationToken) =>
        (await _commands.ExecuteAsync(new FailCommand(id, message, caller), cancellationToken)).Is(out var agent, out var refusal)
            ? _commands.View(agent)
            : refusal;

    /// <summary>Ends being in error; the history stays. Refusals: NotFound, Forbidden, RateLimited.</summary>
    public async Task<Outcome<AgentView>> ClearAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        (await OneAsync(id, LifecycleStep.Clear, force: false, caller, cancellationToken)).Is(out var result, out var refusal) ? result.View : refusal;

    /// <summary>The newest errors of an agent. Refusals: NotFound.</summary>
    public async Task<Outcome<ErrorHistory>> ErrorsAsync(string id, Freshness freshness, CancellationToken cancellationToken) =>
        (await _get(id, freshness, cancellationToken)).Is(out var read, out var refusal)
            ? new ErrorHistory(read.View.Agent.Node?.Errors ?? [], read.AgeMs)
            : refusal;

    /// <summary>What was discovered is registered now.</summary>
    internal async Task<Outcome<AgentView>> RegisterAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        (await OneAsync(id, LifecycleStep.Register, force: false, caller, cancellationToken)).Is(out var result, out var refusal) ? result.View : refusal;

    private async Task<Outcome<LifecycleResult>> OneAsync(
        string id, LifecycleStep step, bool force, Caller caller, CancellationToken cancellationToken)
    {
        if (!await _commands.RefreshAsync(cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        return (await _steps.StepAsync(id, step, force, LifecycleSteps.Reason(step), caller, cancellationToken)).Is(out var stepped, out var refusal)
            ? new LifecycleResult(_commands.View(stepped.Agent), stepped.Changed ? [id] : [])
            : refusal;
    }

    private static Outcome<Agent> Agent(Outcome<LifecycleResult> outcome) => outcome.Is(out var result, out var refusal) ? result.View.Agent : refusal;

    private static Outcome<Agent> Agent(Outcome<AgentView> outcome) => outcome.Is(out var view, out var refusal) ? view.Agent : refusal;
}

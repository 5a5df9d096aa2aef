using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Merging;
using Registry.Core.Dependencies.Commands;
using Registry.Core.Discovery;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;

namespace Registry.Core.Dependencies;

/// <summary>
/// What concerns a shard and the graph at once. There is no transaction over both: a registration's edges are committed first and its shard second, an
/// end the other way round, so that an agent never is without its edges. What a crash leaves in between the sweep removes.
/// </summary>
internal sealed class DependentRegistrations(PartitionContext context, RegistryShards shards, GraphCommands commands, LifecycleService lifecycle)
{
    // An agent that ends and begins again while somebody replaces it does so once, not without end.
    private const int Tries = 3;

    // Well below the time after which the sweep takes a node without an agent for left over.
    private static readonly TimeSpan ShardBy = TimeSpan.FromSeconds(20);

    /// <summary>Registers under a new id, with its dependencies if it has any.</summary>
    /// <param name="id">The agent to be.</param>
    /// <param name="request">What to register.</param>
    /// <param name="caller">Who registers.</param>
    /// <param name="preview">Why the shard would refuse it as it is known here, or null: what it refuses is not to change the graph first.</param>
    /// <param name="commit">Commits to the shard.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Outcome<Registered>> RegisterAsync(
        string id,
        RegisterRequest request,
        Caller caller,
        Func<Refusal?> preview,
        Func<RegisterRequest, Task<Outcome<Registered>>> commit,
        CancellationToken cancellationToken)
    {
        if (request.Dependencies is not { Count: > 0 } dependencies)
        {
            return await commit(request);
        }

        if (preview() is { } early && IsFinal(early))
        {
            return early;
        }

        // Where the id is registered already, its shard says what follows.
        return await UntilSettledAsync(id, async () => await BeginAsync(id, request, dependencies, caller, commit, cancellationToken) ?? await commit(request));
    }

    /// <summary>Registers or replaces; dependencies that are given replace those that are there.</summary>
    public async Task<Outcome<Registered>> PutAsync(
        string id,
        RegisterRequest request,
        Precondition precondition,
        Caller caller,
        Func<Refusal?> preview,
        Func<RegisterRequest, Precondition, Task<Outcome<Registered>>> commit,
        CancellationToken cancellationToken)
    {
        var outcome = request.Dependencies is { } dependencies
            ? await UntilSettledAsync(id, () => PutOnceAsync(id, request, dependencies, precondition, caller, preview, commit, cancellationToken))
            : await commit(request, precondition);
        if (!outcome.Is(out var registered, out var refusal))
        {
            return refusal;
        }

        // A node of its own says discovered: the shard's commit has not moved that.
        if (!registered.Created && registered.Agent.Node is { Lifecycle: Lifecycle.Discovered })
        {
            return (await lifecycle.RegisterAsync(id, caller, cancellationToken)).Is(out var view, out var late)
                ? registered with { Agent = registered.Agent with { Node = view.Agent.Node } }
                : late;
        }

        return registered;
    }

    /// <summary>Replaces the dependencies of an agent, then commits to its shard; where that is refused, they are put back.</summary>
    public async Task<Outcome<T>> ReplaceAsync<T>(
        Agent current,
        IReadOnlyList<string> dependencies,
        Precondition precondition,
        Caller caller,
        Func<Precondition, Task<Outcome<T>>> commit,
        CancellationToken cancellationToken)
    {
        var id = current.Id;
        var expected = precondition.IfMatch is null ? null : (long?)(current.Node?.Seq ?? 0);
        var set = await commands.ExecuteAsync(new SetDependenciesCommand(id, current.MutationId, dependencies, caller, expected), cancellationToken);
        if (!set.Is(out var before, out var refusal))
        {
            return refusal;
        }

        // What the tag said of the graph was true until this very request changed it.
        var outcome = await commit(precondition with { IsGraphChecked = true, Registration = current.MutationId });
        var isSame = before.SequenceEqual(dependencies, StringComparer.Ordinal);
        if (!outcome.Is(out _, out var refused) && refused.Code != RefusalCode.OutcomeUnknown && !isSame)
        {
            await commands.ExecuteAsync(new SetDependenciesCommand(id, current.MutationId, before, Caller.Registry), CancellationToken.None);
        }

        return outcome;
    }

    /// <summary>Merges a patch; dependencies in it replace those that are there.</summary>
    public async Task<Outcome<Agent>> PatchAsync(
        string id,
        RawJson patch,
        Precondition precondition,
        Caller caller,
        Func<Refusal?> preview,
        Func<Precondition, Task<Outcome<Agent>>> commit,
        CancellationToken cancellationToken)
    {
        var body = patch.Parse();
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("dependencies", out _))
        {
            return await commit(precondition);
        }

        if (!await commands.RefreshAsync(cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        // What is wrong with the patch, and that there is no agent, the commit says.
        return shards.Find(id) is { } current && MergePatch.TryApply(current, body, new FieldErrors(), context.Options.Defaults, out var input)
            ? preview() ?? await ReplaceAsync(current, input.Dependencies ?? [], precondition, caller, commit, cancellationToken)
            : await commit(precondition);
    }

    /// <summary>Removes an agent, then its node. Where the second fails, the sweep sees to it.</summary>
    public async Task<Outcome<bool>> UnregisterAsync(string id, Caller caller, Func<Task<Outcome<bool>>> commit, CancellationToken cancellationToken)
    {
        var before = await shards.OpenAsync() && await shards.Of(id).EnsureAsync(Freshness.Bounded, cancellationToken) ? shards.Find(id) : null;
        var outcome = await commit();
        if (before?.Node is { } node && outcome.Is(out var removed, out _) && removed)
        {
            await commands.ExecuteRefreshedAsync(new ForgetCommand(id, node.MutationId, caller), CancellationToken.None);
        }

        return outcome;
    }

    /// <summary>Its edges first, then its shard. Null: the id is registered.</summary>
    private async Task<Outcome<Registered>?> BeginAsync(
        string id,
        RegisterRequest request,
        IReadOnlyList<string> dependencies,
        Caller caller,
        Func<RegisterRequest, Task<Outcome<Registered>>> commit,
        CancellationToken cancellationToken)
    {
        var mutationId = context.Entropy.NextId();
        var started = context.Time.GetTimestamp();
        var prepared = await commands.ExecuteAsync(new PrepareCommand(id, mutationId, request.Registration, dependencies, caller), cancellationToken);
        if (!prepared.Is(out var first, out var refusal))
        {
            return refusal;
        }

        if (first is not { } begins)
        {
            return null;
        }

        if (context.Time.GetElapsedTime(started) > ShardBy)
        {
            return Refusals.StorageUnavailable;
        }

        var registered = await commit(request with { RegistrationId = mutationId, FirstLifecycle = begins });
        if (!registered.Is(out var agent, out var refused) || agent.Agent.MutationId != mutationId)
        {
            // Nobody knows whether one without an answer is there: the sweep will.
            if (refused?.Code != RefusalCode.OutcomeUnknown)
            {
                await commands.ExecuteAsync(new ForgetCommand(id, mutationId, caller), CancellationToken.None);
            }

            return registered;
        }

        return new Registered(shards.Graph.State.Join(agent.Agent), agent.Created);
    }

    private async Task<Outcome<Registered>> PutOnceAsync(
        string id,
        RegisterRequest request,
        IReadOnlyList<string> dependencies,
        Precondition precondition,
        Caller caller,
        Func<Refusal?> preview,
        Func<RegisterRequest, Precondition, Task<Outcome<Registered>>> commit,
        CancellationToken cancellationToken)
    {
        if (!await commands.RefreshAsync(cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var current = shards.Find(id);
        if (preview() is { } early && (current is not null || IsFinal(early)))
        {
            return early;
        }

        if (current is null && dependencies.Count == 0)
        {
            return await commit(request, precondition);
        }

        var outcome = current is null
            ? await BeginAsync(id, request, dependencies, caller, it => commit(it, precondition with { Registration = it.RegistrationId }), cancellationToken)
                ?? Refusals.RegisteredMeanwhile
            : await ReplaceAsync(current, dependencies, precondition, caller, it => commit(request, it), cancellationToken);
        return outcome.Is(out _, out var refusal) || refusal.Code != RefusalCode.NotFound ? outcome : Refusals.RegisteredMeanwhile;
    }

    private static async Task<Outcome<Registered>> UntilSettledAsync(string id, Func<Task<Outcome<Registered>>> attempt)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var outcome = await attempt();
            if (outcome.Is(out _, out var refusal) || !ReferenceEquals(refusal, Refusals.RegisteredMeanwhile))
            {
                return outcome;
            }
        }

        return Refusals.RegisteredMeanwhile with { AgentId = id };
    }

    /// <summary>Whether a refusal holds whoever is registered: whether somebody is, is not known for sure before the commit.</summary>
    private static bool IsFinal(Refusal refusal) =>
        refusal.Code is RefusalCode.InvalidRequest or RefusalCode.Forbidden or RefusalCode.TrustNotEstablished or RefusalCode.PreconditionFailed;
}

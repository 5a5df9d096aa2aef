using System.Collections.Concurrent;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution;

/// <summary>Answers who should do it now, from memory; only a trial of a circuit is a commit.</summary>
internal sealed class Resolver(PartitionContext context, RegistryShards shards, DependencyHealth dependencies)
{
    /// <summary>Most candidates that one answer tells of.</summary>
    public const int MaxCandidates = 1000;

    // While storage does not answer, one whose circuit needs a trial is passed over, not waited for.
    private static readonly TimeSpan TrialWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _trying = new(StringComparer.Ordinal);

    /// <summary>Refusals: NoProvider (with every candidate), StorageUnavailable.</summary>
    public async ValueTask<Outcome<Resolved>> ResolveAsync(ResolveQuery query, Caller caller, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var first = await ChooseAsync(query, caller, cancellationToken);
        if (first.Resolved is { } resolved)
        {
            return resolved;
        }

        // Nobody that is known here: as a would-be 404 it waits for what others know.
        if (freshness == Freshness.Bounded)
        {
            if (!await shards.EnsureAsync(Freshness.Latest, cancellationToken))
            {
                return Refusals.StorageUnavailable;
            }

            first = await ChooseAsync(query, caller, cancellationToken);
        }

        return first.Resolved is { } late ? late : NoProvider(query, first.Selection);
    }

    /// <summary>Whoever would be the answer now; nothing is taken.</summary>
    public Choice? Peek(ResolveQuery query)
    {
        var all = shards.All!;
        var (type, list) = context.Providers.Find(query.Type, all);
        return new Selection(context, dependencies, query with { Peek = true }, type, list).Choose();
    }

    private async ValueTask<(Resolved? Resolved, Selection Selection)> ChooseAsync(ResolveQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var all = shards.All!;
        var (type, list) = context.Providers.Find(query.Type, all);
        var selection = new Selection(context, dependencies, query, type, list);
        while (selection.Choose() is { } choice)
        {
            var agent = choice.Agent;
            if (choice.IsTrial && !query.Peek)
            {
                if (await TryAsync(choice, caller, cancellationToken) is not { } taken)
                {
                    selection.Lose(choice.Provider);
                    continue;
                }

                agent = taken;
            }

            if (!query.Peek)
            {
                choice.Provider.Shard.Usage.Accessed(agent);
            }

            var view = new AgentView(agent, choice.Provider.Shard.LastSeen(agent));
            var resolved = new Resolved(view, choice.IsGlobal, choice.Reason, selection.Alternatives(choice.Provider), AgeMs(all))
            {
                Candidates = query.Explain ? selection.Explain(choice.Provider, MaxCandidates) : null,
                Trial = choice.IsTrial && !query.Peek ? agent.Circuit.Trial : null,
            };
            return (resolved, selection);
        }

        return (null, selection);
    }

    /// <summary>The agent with its trial, or null: another caller has it, or storage does not say in time.</summary>
    private async Task<Agent?> TryAsync(Choice choice, Caller caller, CancellationToken cancellationToken)
    {
        // One at a time here: the others would only hear that they lost.
        var id = choice.Agent.Id;
        if (!_trying.TryAdd(id, true))
        {
            return null;
        }

        try
        {
            var command = new TrialCommand(id, choice.Agent.Epoch, caller, anyTrial: !context.Options.Keeps(Safeguard.OneTrial));
            var outcome = await choice.Provider.Shard.Commands.ExecuteAsync(command, TrialWait, cancellationToken);
            return outcome.Is(out var agent, out _) ? agent : null;
        }
        finally
        {
            _trying.TryRemove(id, out _);
        }
    }

    private static Refusal NoProvider(ResolveQuery query, Selection selection)
    {
        var candidates = selection.Explain(null, MaxCandidates);
        return new Refusal(
            RefusalCode.NoProvider,
            candidates.Count == 0 ? "Nobody provides this." : "Nobody who provides this can be used now: see candidates.")
        {
            Candidates = candidates,
        };
    }

    private static long AgeMs(IReadOnlyList<AgentShard> all)
    {
        var age = 0L;
        for (var i = 0; i < all.Count; i++)
        {
            age = Math.Max(age, all[i].AgeMs);
        }

        return age;
    }
}

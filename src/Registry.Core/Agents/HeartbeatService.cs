using Registry.Core.Agents.Commands;
using Registry.Core.Agents.Merging;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Agents;

/// <summary>
/// Takes heartbeats: stamps, waits for the flush and for a read of the log sent after it landed, and answers from that state. Only
/// what changes more than time becomes a command.
/// </summary>
internal sealed class HeartbeatService(PartitionContext context, RegistryShards shards)
{
    // Later than this from stamp to storage, the sweep may have judged without it: it is stamped again.
    private static readonly TimeSpan StampGoodFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FlushWait = TimeSpan.FromSeconds(10);
    private const int Rounds = 5;

    public async Task<Outcome<HeartbeatAnswer>> BeatAsync(string id, HeartbeatRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!await shards.OpenAsync())
        {
            return Refused(Refusals.StorageUnavailable);
        }

        var shard = shards.Of(id);
        for (var round = 0; round < Rounds; round++)
        {
            if (!context.TryNow(out var now))
            {
                // Any answer of storage has its time.
                await shard.RefreshAsync(cancellationToken);
                continue;
            }

            // What is wrong with a heartbeat is found before it renews anything; on what is new, for what is in memory may be old.
            if (IsWrong(shard, id, request, caller) is not null)
            {
                if (!await shard.RefreshAsync(cancellationToken))
                {
                    return Refused(Refusals.StorageUnavailable);
                }

                if (IsWrong(shard, id, request, caller) is { } wrong)
                {
                    return Refused(wrong);
                }
            }

            var stampedAt = context.Time.GetTimestamp();
            var (agent, stamped) = shard.Stamp(id, caller, now.Upper);
            if (!stamped)
            {
                if (!await shard.RefreshAsync(cancellationToken))
                {
                    return Refused(Refusals.StorageUnavailable);
                }

                (agent, stamped) = shard.Stamp(id, caller, now.Upper);
                if (!stamped)
                {
                    return Refused(agent is null ? Refusal.NotFound(id) : Refusals.Forbidden(caller, agent));
                }
            }

            var flush = shard.Flush.FlushAsync();
            if (!await Waiting.CompletesWithinAsync(flush, FlushWait, context.Time, cancellationToken) || await flush is not { Confirmed: true } landed)
            {
                return Refused(Refusals.StorageUnavailable);
            }

            if (!shard.Memory.IsLoaded)
            {
                continue;
            }

            if (shard.Find(id) is not { } current)
            {
                return Refused(Refusal.NotFound(id));
            }

            if (current.Epoch != agent!.Epoch || context.Time.GetElapsedTime(stampedAt, landed.LandedAt) > StampGoodFor)
            {
                continue;
            }

            // It may have got another owner since the memory that it was stamped on.
            if (!caller.MayChange(current))
            {
                return Refused(Refusals.Forbidden(caller, current));
            }

            if (!RenewCommand.IsNeeded(current, request))
            {
                return Answer(current, now);
            }

            var renewed = await shard.Commands.ExecuteAsync(new RenewCommand(id, agent.Epoch, request, caller), null, cancellationToken);
            if (!renewed.Is(out var result, out var refusal))
            {
                return Refused(refusal);
            }

            if (!result.OtherEpoch)
            {
                return Answer(result.Agent, now);
            }
        }

        return Refused(Refusals.StorageUnavailable);
    }

    private static Refusal? IsWrong(AgentShard shard, string id, HeartbeatRequest request, Caller caller)
    {
        var errors = new FieldErrors();
        if (request.Metadata is { } patch && shard.Find(id) is { } agent && caller.MayChange(agent))
        {
            MetadataMerge.Apply(agent, patch, errors);
        }

        return errors.IsEmpty ? null : Refusal.Invalid(errors) with { AgentId = id };
    }

    private HeartbeatAnswer Answer(Agent agent, StorageInstant now)
    {
        context.Metrics.Heartbeat(null);
        return new(HeartbeatInterval.Seconds(agent.Registration.TtlMs), now.Upper);
    }

    private Refusal Refused(Refusal refusal)
    {
        context.Metrics.Heartbeat(refusal);
        return refusal;
    }
}

using Registry.Core.Discovery;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Agents.Revisions;

/// <summary>
/// What agents were registered as: the current version from memory, those before it from their rows, of which the sweep leaves the last 10.
/// Nothing of it is held in memory: it costs two queries.
/// </summary>
public sealed class AgentVersions
{
    /// <summary>Versions before the current one that are answered; more are kept for a while only.</summary>
    public const int Kept = 10;

    private readonly PartitionContext _context;
    private readonly RegistryShards _shards;
    private readonly AgentRows _rows = new();

    internal AgentVersions(PartitionContext context, RegistryShards shards)
    {
        _context = context;
        _shards = shards;
    }

    /// <summary>The versions of an agent's present registration. Refusals: NotFound, StorageUnavailable.</summary>
    public async Task<Outcome<VersionList>> ListAsync(string id, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!(await CurrentAsync(id, freshness, cancellationToken)).Is(out var shard, out var agent, out var refusal))
        {
            return refusal;
        }

        if (await KeysAsync(shard, agent, agent.VersionSeq - 1, cancellationToken) is not { } keys)
        {
            return Refusals.StorageUnavailable;
        }

        var versions = new List<AgentVersion> { AgentVersion.Of(agent) };
        if (keys.Count > 0 && !await ReadAsync(shard, agent, keys[Math.Max(0, keys.Count - Kept)], keys[^1], versions, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        return new VersionList(versions, shard.AgeMs);
    }

    /// <summary>
    /// Makes an earlier version the current one, as a new revision. A revision between two versions means the one that stood then.
    /// Refusals: NotFound (also: no such revision), PreconditionFailed, Forbidden, RateLimited, StorageUnavailable, OutcomeUnknown.
    /// </summary>
    public async Task<Outcome<Agent>> RollBackAsync(string id, long revision, Precondition precondition, Caller caller, CancellationToken cancellationToken)
    {
        if (!(await CurrentAsync(id, Freshness.Latest, cancellationToken)).Is(out var shard, out var agent, out var refusal))
        {
            return refusal;
        }

        var target = agent;
        if (revision < agent.VersionSeq)
        {
            var found = await FindAsync(shard, agent, revision, cancellationToken);
            if (!found.Is(out target, out refusal))
            {
                return refusal;
            }
        }
        else if (revision > agent.Revision)
        {
            return RollbackCommand.Unknown(id, revision);
        }

        return await shard.Commands.ExecuteAsync(new RollbackCommand(target, revision, precondition, caller), null, cancellationToken);
    }

    private async Task<CurrentAgent> CurrentAsync(string id, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _shards.OpenAsync())
        {
            return new(null, null, Refusals.StorageUnavailable);
        }

        var shard = _shards.Of(id);
        if (!await shard.EnsureAsync(freshness, cancellationToken))
        {
            return new(null, null, Refusals.StorageUnavailable);
        }

        if (shard.Find(id) is null && freshness != Freshness.Latest && !await shard.RefreshAsync(cancellationToken))
        {
            return new(null, null, Refusals.StorageUnavailable);
        }

        return shard.Find(id) is { } agent ? new(shard, agent, null) : new(null, null, Refusal.NotFound(id));
    }

    /// <summary>The version that stood at a revision: the last one that is not newer, if it was replaced only after that.</summary>
    private async Task<Outcome<Agent>> FindAsync(AgentShard shard, Agent current, long revision, CancellationToken cancellationToken)
    {
        if (await KeysAsync(shard, current, revision, cancellationToken) is not { } keys)
        {
            return Refusals.StorageUnavailable;
        }

        if (keys.Count == 0)
        {
            return RollbackCommand.Unknown(current.Id, revision);
        }

        var read = await _context.Table.GetAsync(shard.Partition, keys[^1], cancellationToken);
        if (read.Value is null && read.Status != TableStatus.NotFound)
        {
            return Refusals.StorageUnavailable;
        }

        return read.Value is { } row && _rows.Read(current.Id, row) is { } agent && revision <= agent.Revision
            ? agent
            : RollbackCommand.Unknown(current.Id, revision);
    }

    /// <summary>Keys of the versions of this registration up to a revision, in order; null: storage does not say.</summary>
    private async Task<List<string>?> KeysAsync(AgentShard shard, Agent current, long upTo, CancellationToken cancellationToken)
    {
        var range = new TableRange(shard.Partition, RowKeys.Revision(current.Id, current.Epoch), RowKeys.Revision(current.Id, upTo)) { Select = [] };
        var keys = new List<string>();
        string? continuation = null;
        while (upTo >= current.Epoch)
        {
            var page = await _context.Table.QueryAsync(range, continuation, cancellationToken);
            if (page.Value is null)
            {
                return null;
            }

            keys.AddRange(page.Value.Entities.Select(row => row.RowKey));
            if (page.Value.Continuation is null)
            {
                break;
            }

            continuation = page.Value.Continuation;
        }

        return keys;
    }

    private async Task<bool> ReadAsync(
        AgentShard shard, Agent current, string from, string to, List<AgentVersion> into, CancellationToken cancellationToken)
    {
        var range = new TableRange(shard.Partition, from, to);
        string? continuation = null;
        do
        {
            var page = await _context.Table.QueryAsync(range, continuation, cancellationToken);
            if (page.Value is null)
            {
                return false;
            }

            foreach (var row in page.Value.Entities)
            {
                if (_rows.Read(current.Id, row) is { } agent)
                {
                    into.Insert(1, AgentVersion.Of(agent));
                }
            }

            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        return true;
    }
}

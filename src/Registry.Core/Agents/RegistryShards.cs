using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Registry.Core.Discovery;
using Registry.Core.Jobs;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Agents;

/// <summary>The shards of a table. Their number is decided once, by whoever inserts the row first.</summary>
internal sealed class RegistryShards
{
    private const int MaxShards = 64;

    private readonly PartitionContext _context;
    private readonly Coalescer<bool> _open;
    private readonly List<ILogPartition> _others = [];
    private IReadOnlyList<AgentShard>? _shards;
    private IReadOnlyList<ILogPartition> _partitions = [];

    public RegistryShards(PartitionContext context)
    {
        _context = context;
        _open = new Coalescer<bool>(OpenOnceAsync);
        Graph = new GraphPartition(context, Find, Known, Rejoin);
        Add(Graph.Log);
    }

    /// <summary>Lifecycle and dependencies of all agents.</summary>
    public GraphPartition Graph { get; }

    /// <summary>All of them; null before the first use reached storage.</summary>
    public IReadOnlyList<AgentShard>? All => Volatile.Read(ref _shards);

    /// <summary>Every partition that has a log, by number in the hub. Only when open.</summary>
    public IReadOnlyList<ILogPartition> Partitions => _partitions;

    /// <summary>A partition that holds something else than agents. Before the first use only: numbers in the hub are given once.</summary>
    public void Add(ILogPartition partition) => _others.Add(partition);

    /// <summary>Reads how many there are, once. False: storage does not say now.</summary>
    public async ValueTask<bool> OpenAsync() => All is not null || await _open.JoinAsync();

    /// <summary>Makes reads over all shards answerable, as <see cref="AgentShard.EnsureAsync"/> does over one. False: they can't be served as asked.</summary>
    public async ValueTask<bool> EnsureAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await OpenAsync())
        {
            return false;
        }

        List<Task<bool>>? waits = null;
        foreach (var shard in All!)
        {
            if (freshness == Freshness.Latest || !shard.IsFresh || shard.VectorReader.IsDue)
            {
                (waits ??= []).Add(shard.EnsureAsync(freshness, cancellationToken));
            }
        }

        foreach (var wait in waits ?? [])
        {
            if (!await wait)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes reads of every log answerable. False: they can't be served as asked.</summary>
    public async Task<bool> EnsureLogsAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await EnsureAsync(freshness, cancellationToken))
        {
            return false;
        }

        var waits = _others.ConvertAll(partition => partition.EnsureAsync(freshness, cancellationToken));
        var all = true;
        foreach (var wait in waits)
        {
            all &= await wait;
        }

        return all;
    }

    /// <summary>Whether a partition may have changes of an agent. Only when open.</summary>
    public bool Concerns(ILogPartition partition, string agentId) => partition.Shard is null || partition == Of(agentId).Log;

    /// <summary>The shard of an id. Only when open.</summary>
    public AgentShard Of(string id) => All![NumberOf(id, All!.Count)];

    /// <summary>The number of an id's shard: the first 8 bytes of SHA-256 of its UTF-8, big-endian, modulo how many there are.</summary>
    public static int NumberOf(string id, int shards)
    {
        Span<byte> utf8 = stackalloc byte[AgentLimits.MaxIdLength];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(id, utf8)], hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)shards);
    }

    /// <summary>An agent from its shard's memory, without any lock.</summary>
    public Agent? Find(string id) => All is null ? null : Of(id).Find(id);

    private long Known(string id) => All is null ? 0 : Of(id).Memory.Known;

    private void Rejoin(string? id)
    {
        if (id is not null && All is not null)
        {
            Of(id).Rejoin(id);
            return;
        }

        foreach (var shard in All ?? [])
        {
            shard.Rejoin(id);
        }
    }

    private async Task<bool> OpenOnceAsync()
    {
        if (All is not null)
        {
            return true;
        }

        var read = await _context.Table.GetAsync(JobLease.Partition, RowKeys.Shards, CancellationToken.None);
        if (read.Status == TableStatus.NotFound && await _context.Table.CreateIfNotExistsAsync(CancellationToken.None) == TableStatus.Ok)
        {
            // Whoever inserts it, and whatever became of our insert, the next read says.
            var row = new TableEntity(RowKeys.Shards).Set(Columns.Count, _context.Options.Shards);
            await _context.Table.WriteAsync(JobLease.Partition, TableOperation.Insert(row), CancellationToken.None);
            read = await _context.Table.GetAsync(JobLease.Partition, RowKeys.Shards, CancellationToken.None);
        }

        if (read.Value?.Int64(Columns.Count) is not (> 0 and <= MaxShards) and not null)
        {
            throw new InvalidOperationException("The table's row config/shards has no usable count: this is not a registry's table.");
        }

        if (read.Value is null)
        {
            return false;
        }

        var shards = Enumerable.Range(0, (int)read.Value.Int64(Columns.Count))
            .Select(number => new AgentShard(_context, number, Graph))
            .ToList();
        _partitions = [.. _others.Concat(shards.Select(static shard => shard.Log)).OrderBy(static partition => partition.Number)];
        Volatile.Write(ref _shards, shards);
        return true;
    }
}

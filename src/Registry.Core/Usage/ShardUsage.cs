using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Usage;

/// <summary>How often the agents of one shard are used.</summary>
internal sealed class ShardUsage
{
    private readonly PartitionContext _context;
    private readonly UsageVectors _vectors;
    private readonly UsageClock _clock;
    private readonly UsageFlush _flush;
    private readonly UsageFold _fold;
    private readonly Func<Func<int, long>> _owners;
    private readonly long _interval;
    private long _flushedAt;

    public ShardUsage(PartitionContext context, string partition, Func<Func<int, long>> owners)
    {
        _context = context;
        _owners = owners;
        _vectors = new UsageVectors(context.Process);
        _clock = new UsageClock(context);
        _flush = new UsageFlush(context, partition, _vectors, owners);
        Reader = new UsageReader(context, partition, _vectors, _flush);
        _fold = new UsageFold(context, partition, _vectors, Reader);
        _interval = (long)(context.Options.UsageFlushInterval.TotalSeconds * context.Time.TimestampFrequency);
        _flushedAt = context.Time.GetTimestamp();
    }

    public UsageReader Reader { get; }

    /// <summary>Counts one access. Takes no lock and allocates nothing, but once a flush interval, when it starts one.</summary>
    public void Accessed(Agent agent)
    {
        var timestamp = _context.Time.GetTimestamp();
        _vectors.Accessed(agent.Slot, agent.Epoch, _clock.Now(timestamp));
        if (IsDue(timestamp))
        {
            Detached.Start(_flush.FlushAsync);
        }
    }

    public AgentUse Of(Agent agent) => _vectors.Of(agent.Slot, agent.Epoch);

    /// <summary>Makes durable what was counted.</summary>
    public Task<bool> FlushAsync() => _flush.FlushAsync();

    /// <summary>The same, if the last time is as long ago as it must be.</summary>
    public async Task FlushIfDueAsync()
    {
        if (_vectors.Own().Exists(page => page.IsDirty) && IsDue(_context.Time.GetTimestamp()))
        {
            await _flush.FlushAsync();
        }
    }

    /// <summary>Adds up what processes that are gone counted.</summary>
    public Task FoldAsync(Func<Task<bool>> refresh) => _fold.RunAsync(refresh, _owners);

    /// <summary>True for one of those who ask in an interval.</summary>
    private bool IsDue(long timestamp)
    {
        var last = Volatile.Read(ref _flushedAt);
        return timestamp - last >= _interval && Interlocked.CompareExchange(ref _flushedAt, timestamp, last) == last;
    }
}

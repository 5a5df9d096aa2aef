using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Usage;

/// <summary>
/// Writes a shard's usage pages, one flush at a time. Only this process writes them, always with If-Match on its own last write; another may add
/// one to the sum and delete it in one transaction, when it was not written for ten minutes. So a row is either as it was written here, or gone
/// with all it had, and the counts that it had are then taken off here.
/// </summary>
internal sealed class UsageFlush
{
    // 66 KB each in base64: stays below the 4 MiB that a transaction may have.
    private const int PagesPerTransaction = 40;
    private const int Attempts = 6;
    private const double BackoffMs = 50;

    private readonly PartitionContext _context;
    private readonly string _partition;
    private readonly UsageVectors _vectors;
    private readonly Func<Func<int, long>> _owners;
    private readonly Coalescer<bool> _flushes;

    /// <param name="context">Table, clocks, options.</param>
    /// <param name="partition">Partition key.</param>
    /// <param name="vectors">Pages.</param>
    /// <param name="owners">A snapshot of who owns which slot: slot → epoch, 0 for none.</param>
    public UsageFlush(PartitionContext context, string partition, UsageVectors vectors, Func<Func<int, long>> owners)
    {
        _context = context;
        _partition = partition;
        _vectors = vectors;
        _owners = owners;
        _flushes = new Coalescer<bool>(RunAsync);
    }

    /// <summary>True once all that was counted before this call is durable; false: it is kept, and a later flush takes it along.</summary>
    public Task<bool> FlushAsync() => _flushes.JoinAsync();

    private async Task<bool> RunAsync()
    {
        for (var attempt = 1; attempt <= Attempts;)
        {
            if (!await SettleAsync())
            {
                return false;
            }

            var writes = _vectors.TakeDirty(PagesPerTransaction, _owners());
            if (writes.Count == 0)
            {
                return true;
            }

            var at = _context.TryNow(out var now) ? now.Lower : (long?)null;
            var result = await _context.Table.SubmitAsync(_partition, writes.ConvertAll(write => write.Operation), CancellationToken.None);
            if (result.IsOk)
            {
                for (var i = 0; i < writes.Count; i++)
                {
                    writes[i].Page.Landed(writes[i].Content, result.ETags[i]);
                }

                // What is counted while this writes is for the next flush: only what the limit left over goes on here.
                if (writes.Count < PagesPerTransaction)
                {
                    return true;
                }

                continue;
            }

            foreach (var write in writes)
            {
                switch (result.Status)
                {
                    case TableStatus.OutcomeUnknown:
                        write.Page.Sent(write.Content, at);
                        break;
                    case TableStatus.Contention or TableStatus.Exists or TableStatus.NotFound:
                        write.Page.Doubt();
                        break;
                    default:
                        write.Page.NotLanded();
                        break;
                }
            }

            if (result.Status is TableStatus.Unavailable or TableStatus.Denied)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(BackoffMs * attempt++ * _context.Entropy.NextDouble()), _context.Time);
        }

        return false;
    }

    /// <summary>Finds out what became of the pages in doubt. False: storage does not say now.</summary>
    private async Task<bool> SettleAsync()
    {
        foreach (var page in _vectors.Own().Where(page => page.IsInDoubt))
        {
            var read = await _context.Table.GetAsync(_partition, _vectors.RowKey(page), CancellationToken.None);
            if (read.Value is { } row)
            {
                page.Found(UsagePage.FromRow(row), row.ETag);
            }
            else if (read.Status != TableStatus.NotFound || !_context.TryNow(out var now))
            {
                return false;
            }
            else
            {
                page.Gone(now.Upper - (long)UsageFold.After.TotalMilliseconds);
            }
        }

        return true;
    }
}

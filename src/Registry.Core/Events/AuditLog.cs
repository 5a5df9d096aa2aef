using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Sharding;

namespace Registry.Core.Events;

/// <summary>Who did what when, the newest first: changes from the log, and this process's newest refusals. Thread-safe.</summary>
public sealed class AuditLog
{
    // Rounds of reads of one call; each reads at most a piece a partition. Who wants more goes on with the cursor.
    private const int MaxRounds = 5;

    // Instances know storage time to within this: an older change may have a slightly later time.
    private const long TimeSlackMs = 60_000;

    private readonly PartitionContext _context;
    private readonly RegistryShards _shards;
    private readonly RefusalLog _refusals = new();
    private readonly string _refusalsName;

    internal AuditLog(PartitionContext context, RegistryShards shards)
    {
        _context = context;
        _shards = shards;

        // Another process's refusals are others: its position in a cursor says nothing here.
        _refusalsName = "r" + context.Process[..8];
    }

    /// <summary>Keeps a refusal, as long as it is among the newest.</summary>
    public void Add(RefusedRequest refused) =>
        _refusals.Add(refused, _context.TryNow(out var now) ? now.Upper : _context.Time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The next older entries. Refusals: InvalidRequest (field <c>cursor</c>), StorageUnavailable.</summary>
    public async Task<Outcome<AuditBatch>> ReadAsync(AuditQuery query, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _shards.EnsureLogsAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        if (query.Cursor is { } cursor && cursor.Shards.Count != _shards.All!.Count)
        {
            var errors = new FieldErrors();
            errors.Add("cursor", "Not a cursor that this audit gave.");
            return Refusal.Invalid(errors);
        }

        var trails = Trails(query);
        var refusals = new Queue<RefusedRequest>(query.WantsRefusals ? _refusals.Read(RefusalsFrom(query)) : []);
        var items = new List<AuditItem>();
        for (var round = 0; round < MaxRounds && items.Count < query.Limit; round++)
        {
            foreach (var trail in trails.Where(static trail => trail.Next is null && !trail.IsAtEnd))
            {
                if (!await trail.FillAsync(cancellationToken))
                {
                    return Refusals.StorageUnavailable;
                }
            }

            Merge(query, trails, refusals, items);
        }

        return new AuditBatch(items, CursorAfter(trails, refusals));
    }

    private static void Merge(AuditQuery query, AuditTrail[] trails, Queue<RefusedRequest> refusals, List<AuditItem> items)
    {
        while (items.Count < query.Limit && Array.TrueForAll(trails, static trail => trail.Next is not null || trail.IsAtEnd))
        {
            var trail = trails.Where(static trail => trail.Next is not null).MaxBy(static trail => trail.Next!.Time);
            if (refusals.TryPeek(out var refusal) && (trail is null || refusal.Time >= trail.Next!.Time))
            {
                refusals.Dequeue();
                if (query.Wants(refusal))
                {
                    items.Add(new AuditItem(refusal));
                }
            }
            else if (trail is null)
            {
                return;
            }
            else
            {
                Take(query, trail, items);
            }
        }
    }

    private static void Take(AuditQuery query, AuditTrail trail, List<AuditItem> items)
    {
        var change = trail.Next!;
        if (query.From > long.MinValue && change.Time < query.From - TimeSlackMs)
        {
            trail.End();
            return;
        }

        trail.Take();
        if (query.Wants(change))
        {
            items.Add(new AuditItem(change));
        }
    }

    private AuditTrail[] Trails(AuditQuery query)
    {
        var newest = query.Cursor?.Positions(_shards.Partitions, static _ => 0) ?? _context.Events.Heads();
        return [.. _shards.Partitions.Select((partition, i) =>
        {
            var isWanted = query.WantsChanges && (query.Changes.AgentId is not { } id || _shards.Concerns(partition, id));
            return new AuditTrail(_context.Events, partition, isWanted ? newest[i] : 0);
        })];
    }

    private long RefusalsFrom(AuditQuery query) =>
        query.Cursor is null ? long.MaxValue : query.Cursor.Others.FirstOrDefault(other => other.Key == _refusalsName).Value;

    private string? CursorAfter(AuditTrail[] trails, Queue<RefusedRequest> refusals)
    {
        var next = refusals.TryPeek(out var refusal) ? refusal.Number : 0;
        if (next == 0 && Array.TrueForAll(trails, static trail => trail.IsAtEnd))
        {
            return null;
        }

        var positions = trails.Select(static trail => trail.IsAtEnd ? 0 : trail.Position).ToArray();
        return EventCursor.At(CursorKind.Audit, _shards.Partitions, positions, [new(_refusalsName, next)]).ToString();
    }
}

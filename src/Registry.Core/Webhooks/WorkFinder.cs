using Registry.Core.Events;

namespace Registry.Core.Webhooks;

/// <summary>Finds what there is to do for a subscription: from memory where that reaches back far enough.</summary>
internal sealed class WorkFinder(WebhookContext webhooks, EventLookup lookup)
{
    // A cursor that fell so far behind by events that the subscription does not want is worth a write: it would be read again at the next start,
    // and hold up the trim.
    private const long MaxSkipped = 1000;

    // Storage that did not answer is asked again.
    private const long StorageRetryMs = 5000;

    // Pages of one call: whoever is far behind goes on with the next.
    private const int MaxReads = 10;

    private EventCursor? _seen;
    private string _seenFrom = "";

    /// <param name="subscription">That is neither paused nor ended.</param>
    /// <param name="row">As last known; of the subscription's present beginning.</param>
    /// <param name="now">Unix milliseconds.</param>
    public async Task<PendingWork> FindAsync(Subscription subscription, DeliveryRow row, long now)
    {
        if (!subscription.IsVerified)
        {
            var at = row.Verification is { } verification && verification.UrlNumber == subscription.UrlNumber ? verification.NextAt : 0;
            return at <= now ? new PendingWork(true) : PendingWork.None with { Later = at == long.MaxValue ? null : at };
        }

        var line = new DeliveryLine(row.State, subscription.RequestsPerMinute);
        var due = line.NextDue();
        if (row.Redeliveries < subscription.Redeliveries || due <= now)
        {
            return new PendingWork(true);
        }

        var probe = Math.Max(line.ProbeAt, line.NotBefore);
        if (line.Room(now) is 0 || probe > now)
        {
            return PendingWork.None with { Later = Math.Min(due ?? long.MaxValue, probe > now ? probe : long.MaxValue) };
        }

        return await ReadAsync(subscription, row, line.Room(now), now) with { Later = due };
    }

    /// <summary>The next events that the subscription wants.</summary>
    public async Task<PendingWork> ReadAsync(Subscription subscription, EventCursor from, int room, long now)
    {
        var filter = new EventFilter(subscription.Types, null);
        for (var read = 1; ; read++)
        {
            var outcome = await webhooks.Feed.ReadAsync(from, filter, room, TimeSpan.Zero, CancellationToken.None, CancellationToken.None);
            if (!outcome.Is(out var batch, out var refusal))
            {
                return refusal.OldestCursor is { } oldest && EventCursor.TryParse(oldest, CursorKind.Events, out var to)
                    ? new PendingWork(true) { SkipTo = to }
                    : PendingWork.None with { Later = now + StorageRetryMs };
            }

            var wanted = batch.Events.Where(happened => subscription.Wants(happened, lookup.TypeOf)).ToList();
            if (wanted.Count > 0 || batch.Events.Count == 0 || read == MaxReads)
            {
                return new PendingWork(wanted.Count > 0) { Events = wanted, After = batch.Cursor };
            }

            from = batch.Cursor;
        }
    }

    private async Task<PendingWork> ReadAsync(Subscription subscription, DeliveryRow row, int room, long now)
    {
        // What was looked at for this cursor and found to be of no interest is not looked at again.
        var place = $"{row.State.Cursor} {string.Join(',', subscription.Types)} {subscription.AgentType}";
        var from = _seen is not null && _seenFrom == place ? _seen : row.State.Cursor;
        var work = await ReadAsync(subscription, from, room, now);
        if (work is { Events.Count: 0, After: { } after })
        {
            (_seen, _seenFrom) = (after, place);
            return after.DistanceFrom(row.State.Cursor) > MaxSkipped ? work with { IsDue = true } : work;
        }

        return work;
    }
}

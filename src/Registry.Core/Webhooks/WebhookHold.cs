using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Sharding;

namespace Registry.Core.Webhooks;

/// <summary>Keeps the trim from changes that active subscriptions were not sent yet.</summary>
internal sealed class WebhookHold(WebhookContext webhooks)
{
    /// <summary>See <see cref="LogHolds.FreeUpTo"/>. Costs one query of storage.</summary>
    public async Task<long?> FreeUpToAsync(ILogPartition partition)
    {
        if (!await webhooks.Subscriptions.EnsureAsync(Freshness.Bounded, CancellationToken.None))
        {
            return null;
        }

        var active = webhooks.Subscriptions.All.Where(static subscription => subscription.Status == SubscriptionStatus.Active).ToList();
        if (active.Count == 0)
        {
            return long.MaxValue;
        }

        return await webhooks.Rows.ReadAllAsync() is { } rows
            ? active.Min(subscription => FreeUpTo(partition, subscription, rows.Find(row => row.Id == subscription.Id && row.Beginning == subscription.Beginning)))
            : null;
    }

    private long FreeUpTo(ILogPartition partition, Subscription subscription, DeliveryRow? row)
    {
        var cursor = row?.State.Cursor ?? (EventCursor.TryParse(subscription.Start, CursorKind.Events, out var start) ? start : null);
        var position = cursor?.PositionIn(partition, webhooks.Shards.All?.Count ?? 0) ?? 0;
        return (row?.State.Held ?? []).Where(held => held.Partition == partition.Name && held.Seq >= partition.Head.Oldest).Select(static held => held.Seq - 1).Append(position).Min();
    }
}

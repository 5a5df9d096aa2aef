using Registry.Core.Agents;
using Registry.Core.Events;
using Registry.Core.Sharding;

namespace Registry.Core.Webhooks;

/// <summary>What deliveries work with.</summary>
internal sealed record WebhookContext(PartitionContext Partition, RegistryShards Shards, EventFeed Feed, SubscriptionStore Subscriptions, IWebhookSender Sender)
{
    public DeliveryStore Rows { get; } = new(Partition);

    public DeliveryMetrics Metrics { get; } = new(Partition.Metrics);

    /// <summary>The process is about to end: nothing new is sent.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>The process ends now: what is on its way is broken off.</summary>
    public CancellationToken Aborting { get; init; }
}

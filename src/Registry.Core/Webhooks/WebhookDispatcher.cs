using Microsoft.Extensions.Logging;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Webhooks;

/// <summary>
/// The subscriptions that this process looks after: all of them, each by a worker of its own, so that none waits for another. What this process
/// commits, or reads anyway, is delivered at once; what else there is, the job finds. Between events it asks nothing of storage.
/// </summary>
internal sealed partial class WebhookDispatcher(WebhookContext webhooks)
{
    // However many changes come at once, the subscriptions look at them together.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(5);

    // Who takes longer is not waited for: the next run must come. The delivery goes on.
    private static readonly TimeSpan JobWait = TimeSpan.FromSeconds(4);

    private readonly PartitionContext _context = webhooks.Partition;
    private readonly ILogger _logger = webhooks.Partition.Logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DeliveryWorker> _workers = new(StringComparer.Ordinal);
    private bool _isWatching;

    public IReadOnlyList<DeliveryWorker> Workers
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers.Values];
            }
        }
    }

    /// <summary>Begins to look at what this process learns of. Once is enough.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_isWatching)
            {
                return;
            }

            _isWatching = true;
        }

        Detached.Start(WatchAsync);
    }

    public void Kick(string id)
    {
        if (webhooks.Subscriptions.Find(id) is { Status: SubscriptionStatus.Active or SubscriptionStatus.Unverified })
        {
            WorkerOf(id).Kick();
        }
    }

    /// <summary>Looks for everything that is due, whoever committed it. False: storage does not say.</summary>
    public async Task<bool> RunDueAsync(CancellationToken cancellationToken)
    {
        if (!await webhooks.Subscriptions.EnsureAsync(Freshness.Bounded, cancellationToken))
        {
            return false;
        }

        Tidy();
        if (webhooks.Subscriptions.All.Count == 0)
        {
            return true;
        }

        if (!await webhooks.Shards.EnsureLogsAsync(Freshness.Bounded, cancellationToken) || await webhooks.Rows.ReadAllAsync() is not { } rows)
        {
            return false;
        }

        foreach (var subscription in webhooks.Subscriptions.All)
        {
            if (subscription.Status is SubscriptionStatus.Active or SubscriptionStatus.Unverified)
            {
                WorkerOf(subscription.Id).Kick(rows.Find(row => row.Id == subscription.Id));
            }
        }

        await RemoveOrphansAsync(rows);
        await WaitAsync(JobWait, cancellationToken);
        return true;
    }

    /// <summary>Waits for what is under way.</summary>
    public async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var since = _context.Time.GetTimestamp();
        foreach (var worker in Workers)
        {
            var left = limit - _context.Time.GetElapsedTime(since);
            await Waiting.CompletesWithinAsync(worker.Idle, left > TimeSpan.Zero ? left : TimeSpan.Zero, _context.Time, cancellationToken);
        }
    }

    private async Task WatchAsync()
    {
        while (!webhooks.Stopping.IsCancellationRequested)
        {
            try
            {
                await WatchOnceAsync();
            }
#pragma warning disable CA1031 // A fault of this program, told to the log; the watch goes on.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogFault(fault);
                await Task.Delay(StorageRetry, _context.Time);
            }
        }
    }

    private async Task WatchOnceAsync()
    {
        var seen = _context.Events.Heads();
        if (!await webhooks.Subscriptions.EnsureAsync(Freshness.Bounded, CancellationToken.None))
        {
            await Task.Delay(StorageRetry, _context.Time);
            return;
        }

        Tidy();
        foreach (var subscription in webhooks.Subscriptions.All)
        {
            Kick(subscription.Id);
        }

        await Task.Delay(Pause, _context.Time);
        if (_context.Events.TryWatch(EventFilter.All with { WithEntries = true }, seen) is { } watcher)
        {
            await watcher.WaitAsync(Timeout.InfiniteTimeSpan, _context.Time, webhooks.Stopping, CancellationToken.None);
            _context.Events.Leave(watcher);
        }
    }

    private DeliveryWorker WorkerOf(string id)
    {
        lock (_gate)
        {
            if (!_workers.TryGetValue(id, out var worker))
            {
                _workers.Add(id, worker = new DeliveryWorker(webhooks, id));
            }

            return worker;
        }
    }

    /// <summary>Workers of subscriptions that are gone go once they are idle.</summary>
    private void Tidy()
    {
        lock (_gate)
        {
            foreach (var (id, worker) in _workers.Where(entry => webhooks.Subscriptions.Find(entry.Key) is null && entry.Value.Idle.IsCompleted).ToList())
            {
                _workers.Remove(id);
                worker.Dispose();
            }
        }
    }

    private async Task RemoveOrphansAsync(List<DeliveryRow> rows)
    {
        // The rows were read after the subscriptions: one without is of a subscription that is gone, or newer than what is known.
        var orphans = rows.FindAll(row => webhooks.Subscriptions.Find(row.Id) is null);
        if (orphans.Count > 0 && await webhooks.Subscriptions.EnsureAsync(Freshness.Latest, CancellationToken.None))
        {
            foreach (var orphan in orphans.Where(row => webhooks.Subscriptions.Find(row.Id) is null))
            {
                await webhooks.Rows.RemoveAsync(orphan);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for events to deliver failed in the registry itself")]
    private partial void LogFault(Exception fault);
}

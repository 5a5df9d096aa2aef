using Microsoft.Extensions.Logging;
using Registry.Core.Discovery;
using Registry.Core.Sharding;

namespace Registry.Core.Webhooks;

/// <summary>
/// Looks after one subscription in this process: whenever it is kicked it finds out whether anything is due, takes the lease, delivers, and
/// gives the lease back. What is due later kicks it by a timer; should this process end first, the job of another finds it in the row.
/// </summary>
internal sealed partial class DeliveryWorker : IDisposable
{
    private const int MaxAttempts = 5;

    // Another instance delivers: it may stop without having seen what this one knows of.
    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(10);

    private readonly WebhookContext _webhooks;
    private readonly PartitionContext _context;
    private readonly string _id;
    private readonly EventLookup _lookup;
    private readonly WorkFinder _finder;
    private readonly AsyncSignal _signal;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly ILogger _logger;
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DeliveryRow? _row;
    private bool _isWanted;
    private bool _isRunning;

    public DeliveryWorker(WebhookContext webhooks, string id)
    {
        _webhooks = webhooks;
        _context = webhooks.Partition;
        _id = id;
        _lookup = new EventLookup(webhooks);
        _finder = new WorkFinder(webhooks, _lookup);
        _signal = new AsyncSignal(_context.Time);
        _logger = _context.Logger;
        _timer = _context.Time.CreateTimer(static worker => ((DeliveryWorker)worker!).Kick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _idle.SetResult();
    }

    /// <summary>As last read or written here.</summary>
    public DeliveryRow? Row => Volatile.Read(ref _row);

    /// <summary>Completed while nothing runs.</summary>
    public Task Idle
    {
        get
        {
            lock (_gate)
            {
                return _idle.Task;
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>There may be something to do.</summary>
    /// <param name="read">The row, if it was read just now.</param>
    public void Kick(DeliveryRow? read = null)
    {
        lock (_gate)
        {
            if (_webhooks.Stopping.IsCancellationRequested)
            {
                return;
            }

            _isWanted = true;
            if (_isRunning)
            {
                _signal.Set();
                return;
            }

            Volatile.Write(ref _row, read ?? _row);
            _isRunning = true;
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Detached.Start(RunAsync);
    }

    private async Task RunAsync()
    {
        while (IsWanted())
        {
            try
            {
                await RunOnceAsync();
            }
#pragma warning disable CA1031 // A fault of this program, told to the log; the timer tries again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogFault(fault, _id);
                Forget(StorageRetry);
            }
        }
    }

    private bool IsWanted()
    {
        lock (_gate)
        {
            _isRunning = _isWanted && !_webhooks.Stopping.IsCancellationRequested;
            _isWanted = false;
            if (!_isRunning)
            {
                _idle.TrySetResult();
            }

            return _isRunning;
        }
    }

    private async Task RunOnceAsync()
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (_webhooks.Subscriptions.Find(_id) is not { Status: SubscriptionStatus.Active or SubscriptionStatus.Unverified } subscription)
            {
                return;
            }

            if (!_context.TryNow(out var now) || await RowOfAsync(subscription) is not { } row)
            {
                Again(StorageRetry);
                return;
            }

            var work = await _finder.FindAsync(subscription, row, now.Upper);
            if (!work.IsDue)
            {
                Again(work.Later - now.Upper);
                return;
            }

            if (row.Owner.Length > 0 && row.Owner != _context.Process && row.Until >= now.Lower)
            {
                Forget(BusyRetry);
                return;
            }

            // Memory may be older than the row: the subscription may be gone, and its row with it, or have begun anew.
            if (Row?.Beginning != subscription.Beginning)
            {
                if (!await _webhooks.Subscriptions.EnsureAsync(Freshness.Latest, CancellationToken.None))
                {
                    Again(StorageRetry);
                    return;
                }

                if (_webhooks.Subscriptions.Find(_id) is not { } latest || latest.Beginning != subscription.Beginning || latest.Status != subscription.Status)
                {
                    continue;
                }
            }

            // Of two that try, storage lets one.
            if (await _webhooks.Rows.WriteAsync(row with { Owner = _context.Process, Until = now.Upper + (long)DeliveryRun.LeaseTime.TotalMilliseconds }) is { } leased)
            {
                await RunAsync(subscription, leased, work, now.Upper);
                return;
            }

            Forget(null);
        }

        Again(BusyRetry);
    }

    private async Task RunAsync(Subscription subscription, DeliveryRow leased, PendingWork work, long now)
    {
        if (!subscription.IsVerified)
        {
            Volatile.Write(ref _row, await VerifyAsync(subscription, leased, now));
            Kick();
            return;
        }

        var run = new DeliveryRun(_webhooks, _lookup, _finder, _signal, leased, subscription);
        var row = await run.RunAsync(work, now);
        Volatile.Write(ref _row, row);
        if (run.IsStalled)
        {
            Again(StorageRetry);
        }
        else
        {
            // What is due later, or came just now, the next round finds.
            Kick();
        }
    }

    /// <summary>Asks the URL, at a time in Unix milliseconds. The row as it was written then; null where that is not known.</summary>
    private async Task<DeliveryRow?> VerifyAsync(Subscription subscription, DeliveryRow row, long now)
    {
        if (await _webhooks.Subscriptions.ReadSecretsAsync(_id) is not { } known)
        {
            return await _webhooks.Rows.WriteAsync(row with { Owner = "", Until = 0 });
        }

        var answer = await _webhooks.Sender.VerifyAsync(new Uri(known.Secrets.Url ?? subscription.Url), _webhooks.Aborting);
        if (answer.Error is null)
        {
            await _webhooks.Subscriptions.ChangeAsync(
                _id,
                "its URL agreed",
                before => before.UrlNumber == subscription.UrlNumber ? before with { IsVerified = true, RequestsPerMinute = answer.RequestsPerMinute } : before);
            LogVerified(_id);
        }

        var verification = answer.Error is { } error
            ? VerificationState.After(row.Verification, subscription.UrlNumber, error, now, _context.Entropy.NextDouble())
            : null;
        if (verification is { NextAt: long.MaxValue })
        {
            LogNotVerified(_id, verification.Error);
        }

        return await _webhooks.Rows.WriteAsync(row with { Owner = "", Until = 0, Verification = verification });
    }

    /// <summary>The row, of the subscription's present beginning. Null: storage does not say.</summary>
    private async Task<DeliveryRow?> RowOfAsync(Subscription subscription)
    {
        var row = Row;
        if (row is null)
        {
            var (known, read) = await _webhooks.Rows.ReadAsync(_id);
            if (!known)
            {
                return null;
            }

            Volatile.Write(ref _row, row = read);
        }

        if (row is not null && row.Beginning == subscription.Beginning)
        {
            return row.UrlNumber >= subscription.UrlNumber ? row : row with { State = row.State.ForAnotherUrl(), UrlNumber = subscription.UrlNumber };
        }

        // Dead letters of an earlier beginning are what an operator may still want to see.
        return Events.EventCursor.TryParse(subscription.Start, Events.CursorKind.Events, out var start)
            ? (row ?? new DeliveryRow(_id, new DeliveryState(start))) with
            {
                State = new DeliveryState(start) { Deliveries = row?.State.Deliveries ?? [], DeadLetters = row?.State.DeadLetters ?? [] },
                Beginning = subscription.Beginning,
                UrlNumber = subscription.UrlNumber,
                Redeliveries = row?.Redeliveries ?? subscription.Redeliveries,
            }
            : throw new InvalidOperationException("A subscription begins with a cursor.");
    }

    private void Forget(TimeSpan? retry)
    {
        Volatile.Write(ref _row, null);
        if (retry is { } wait)
        {
            Again(wait);
        }
    }

    private void Again(long? waitMs)
    {
        if (waitMs is { } wait)
        {
            Again(TimeSpan.FromMilliseconds(Math.Max(1, wait)));
        }
    }

    private void Again(TimeSpan wait) => _timer.Change(wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan);

    [LoggerMessage(Level = LogLevel.Information, Message = "The URL of subscription {Subscription} agreed to deliveries")]
    private partial void LogVerified(string subscription);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The URL of subscription {Subscription} did not agree to deliveries within a day, and is asked no more: {Reason}")]
    private partial void LogNotVerified(string subscription, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivering to subscription {Subscription} failed in the registry itself")]
    private partial void LogFault(Exception fault, string subscription);
}

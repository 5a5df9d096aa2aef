using Microsoft.Extensions.Logging;
using Registry.Core.Diagnostics;
using Registry.Core.Health.Probing;
using Registry.Core.Sharding;

namespace Registry.Core.Webhooks;

/// <summary>
/// Delivers to one subscription while its lease is held: sends what the line says, tells the line what became of it, and keeps how far that is. The
/// row is written at most once a second: a process that is killed sends again what it sent in that second.
/// </summary>
internal sealed partial class DeliveryRun
{
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimePause = TimeSpan.FromMilliseconds(100);

    // What is due so soon is waited for, the lease in hand.
    private const long LingerMs = 500;

    private readonly WebhookContext _webhooks;
    private readonly PartitionContext _context;
    private readonly EventLookup _lookup;
    private readonly WorkFinder _finder;
    private readonly AsyncSignal _signal;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Queue<SendEnd> _ends = new();
    private readonly DeliveryLine _line;
    private readonly long _urlNumber;
    private DeliveryRow _row;
    private long _writtenAt;
    private bool _isDirty;
    private bool _isGone;

    /// <param name="webhooks">What it works with.</param>
    /// <param name="lookup">Events.</param>
    /// <param name="finder">More events.</param>
    /// <param name="signal">Set when there may be more.</param>
    /// <param name="row">With the lease, just written.</param>
    /// <param name="subscription">Whose URL is sent to: it ends when there is another one.</param>
    public DeliveryRun(WebhookContext webhooks, EventLookup lookup, WorkFinder finder, AsyncSignal signal, DeliveryRow row, Subscription subscription)
    {
        _webhooks = webhooks;
        _context = webhooks.Partition;
        _lookup = lookup;
        _finder = finder;
        _signal = signal;
        _logger = _context.Logger;
        _row = row;
        _urlNumber = subscription.UrlNumber;
        _line = new DeliveryLine(row.State, subscription.RequestsPerMinute, _context.Options.Disabled);
        _writtenAt = _context.Time.GetTimestamp();
    }

    /// <summary>Storage did not let it go on.</summary>
    public bool IsStalled { get; private set; }

    /// <summary>Delivers until nothing is due, and gives the lease back. Null: the lease was lost.</summary>
    /// <param name="work">What is known to be due.</param>
    /// <param name="now">Unix milliseconds, when that was found out.</param>
    public async Task<DeliveryRow?> RunAsync(PendingWork work, long now)
    {
        Take(work, now);
        while (true)
        {
            if (await NowAsync() is not { } time)
            {
                LogLost(_row.Id);
                return null;
            }

            now = time;
            await ApplyEndsAsync(now);
            var isOpen = TryGetOpen(out var subscription) && !_isGone;
            if (isOpen)
            {
                Redeliver(subscription!, now);
            }

            if (isOpen && _line.Room(now) is > 0 and var room)
            {
                Take(await _finder.ReadAsync(subscription!, _line.Cursor, room, now), now);
            }

            IsStalled |= isOpen && !await StartDueAsync(subscription!, now);
            isOpen &= !IsStalled;

            var wait = isOpen && _line.NextDue() is { } due ? Math.Max(0, due - now) : long.MaxValue;
            if (!_line.IsSending && wait > LingerMs)
            {
                return await WriteAsync(release: true);
            }

            if (IsWriteDue() && await WriteAsync(release: false) is null)
            {
                LogLost(_row.Id);
                return null;
            }

            // While all slots are taken nothing else can begin: an end wakes it.
            var limit = Math.Clamp(wait, 1, (long)WriteInterval.TotalMilliseconds);
            await _signal.WaitAsync(TimeSpan.FromMilliseconds(limit));
        }
    }

    /// <summary>
    /// Storage time: when an event failed, and when it is due again, lies in the row for days. While it is not known, what was answered waits, and
    /// the table is asked for it. Null: that took as long as the lease lasts, or this process stops.
    /// </summary>
    private async Task<long?> NowAsync()
    {
        while (true)
        {
            if (await _context.NowAsync(CancellationToken.None) is { } now)
            {
                return now.Upper;
            }

            if (_webhooks.Stopping.IsCancellationRequested || _context.Time.GetElapsedTime(_writtenAt) > LeaseTime)
            {
                return null;
            }

            await _signal.WaitAsync(TimePause);
        }
    }

    private void Take(PendingWork work, long now)
    {
        if (work.SkipTo is { } to)
        {
            var range = LostRange.Between(_line.Cursor, to);
            LogLostRange(_row.Id, range);
            _line.Skip(range, to, now);
            _isDirty = true;
        }

        if (work.After is { } after)
        {
            _isDirty |= work.Events.Count > 0;
            _line.Offer(work.Events, after);
        }
    }

    /// <summary>Dead letters are sent again where that was asked for, before anything newer is read: what is held and what is offered have one limit.</summary>
    private void Redeliver(Subscription subscription, long now)
    {
        if (_row.Redeliveries < subscription.Redeliveries && !_line.HasOffered)
        {
            _line.Redeliver(now);
            _row = _row with { Redeliveries = subscription.Redeliveries };
            _isDirty = true;
        }
    }

    /// <summary>Whether more may be sent.</summary>
    private bool TryGetOpen(out Subscription? subscription)
    {
        subscription = _webhooks.Subscriptions.Find(_row.Id);
        return subscription is { Status: SubscriptionStatus.Active }
            && subscription.Beginning == _row.Beginning
            && subscription.UrlNumber == _urlNumber
            && !_webhooks.Stopping.IsCancellationRequested;
    }

    private async Task<bool> StartDueAsync(Subscription subscription, long now)
    {
        if (_line.TakeNext(now) is not { } next)
        {
            return true;
        }

        var secrets = await _webhooks.Subscriptions.ReadSecretsAsync(_row.Id);
        for (var sending = next; sending is not null; sending = _line.TakeNext(now))
        {
            if (secrets is not { } known)
            {
                _line.PutBack(sending, now);
                return false;
            }

            var one = sending;
            Detached.Start(() => SendAsync(one, new Uri(known.Secrets.Url ?? subscription.Url), known.Secrets.Secret));
        }

        return true;
    }

    private async Task SendAsync(Sending sending, Uri url, string secret)
    {
        var end = new SendEnd(sending);
        try
        {
            var (known, happened) = sending.Event is { } given ? (true, given) : await _lookup.FindAsync(sending.Partition, sending.Seq);
            if (happened is not null)
            {
                using var activity = RegistryActivities.StartDelivery(_row.Id, sending.EventId, sending.Type);
                var answer = await _webhooks.Sender.SendAsync(url, happened.Document(_webhooks.Feed.Source), secret, activity?.Id, _webhooks.Aborting);
                activity?.SetTag("http.response.status_code", answer.StatusCode);
                end = end with { Answer = answer };
            }
            else
            {
                end = end with { IsLost = known };
            }
        }
        catch (OperationCanceledException) when (_webhooks.Aborting.IsCancellationRequested)
        {
            LogBrokenOff(_row.Id, sending.EventId);
        }
#pragma warning disable CA1031 // A fault of this program, told to the log; the other events are delivered all the same.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(fault, _row.Id, sending.EventId);
            end = end with { Answer = new DeliveryAnswer(0, ProbeError.ConnectionFailed) };
        }

        lock (_gate)
        {
            _ends.Enqueue(end);
        }

        _signal.Set();
    }

    private async Task ApplyEndsAsync(long now)
    {
        while (true)
        {
            SendEnd? end;
            lock (_gate)
            {
                if (!_ends.TryDequeue(out end))
                {
                    return;
                }
            }

            _isDirty = true;
            if (end.Answer is { } answer)
            {
                await ApplyAsync(end.Sending, answer, now);
            }
            else if (end.IsLost)
            {
                _line.Lost(end.Sending, now);
            }
            else
            {
                _line.PutBack(end.Sending, now);
            }
        }
    }

    private async Task ApplyAsync(Sending sending, DeliveryAnswer answer, long now)
    {
        if (!answer.IsDelivered && _webhooks.Subscriptions.Find(_row.Id) is { } subscription && subscription.UrlNumber != _urlNumber)
        {
            // What an earlier URL refuses is no word of the present one, nor is when it wants to be asked again.
            _line.PutBack(sending, now);
            _webhooks.Metrics.Ended(DeliveryResult.Failed, answer.Duration);
            return;
        }

        var wasFailing = _line.IsFailing;
        var result = _line.Ended(sending, answer, now, _context.Entropy.NextDouble());
        _webhooks.Metrics.Ended(result, answer.Duration);
        switch (result)
        {
            case DeliveryResult.Gone when !_isGone:
                _isGone = true;
                IsStalled |= !await _webhooks.Subscriptions.ChangeAsync(
                    _row.Id, "the receiver answered 410 Gone", before => before.UrlNumber == _urlNumber ? before with { IsEnded = true } : before);
                if (_webhooks.Subscriptions.Find(_row.Id) is { IsEnded: true })
                {
                    LogGone(_row.Id);
                }

                break;
            case DeliveryResult.Dead:
                LogDead(_row.Id, sending.EventId, answer.Text!);
                break;
            default:
                if (wasFailing != _line.IsFailing)
                {
                    LogReceiver(_row.Id, _line.IsFailing ? "fails" : "works again", answer.StatusCode);
                }

                break;
        }
    }

    private bool IsWriteDue()
    {
        var age = _context.Time.GetElapsedTime(_writtenAt);
        return age >= RenewInterval || (_isDirty && age >= WriteInterval);
    }

    private async Task<DeliveryRow?> WriteAsync(bool release)
    {
        if (!_context.TryNow(out var now))
        {
            return null;
        }

        var row = _row with
        {
            State = _line.State,
            Owner = release ? "" : _context.Process,
            Until = release ? 0 : now.Upper + (long)LeaseTime.TotalMilliseconds,
        };
        _writtenAt = _context.Time.GetTimestamp();
        _isDirty = false;
        if (await _webhooks.Rows.WriteAsync(row) is not { } written)
        {
            return null;
        }

        _row = written;
        return written;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another instance delivers to subscription {Subscription}: what was sent last may be sent twice")]
    private partial void LogLost(string subscription);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes {Range} were trimmed before they could be delivered to subscription {Subscription}")]
    private partial void LogLostRange(string subscription, string range);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {EventId} was given up for subscription {Subscription}: {Reason}")]
    private partial void LogDead(string subscription, string eventId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Subscription {Subscription} ended: its receiver answered 410 Gone")]
    private partial void LogGone(string subscription);

    [LoggerMessage(Level = LogLevel.Information, Message = "The receiver of subscription {Subscription} {State}; its last answer was {StatusCode}")]
    private partial void LogReceiver(string subscription, string state, int statusCode);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sending {EventId} to subscription {Subscription} was broken off")]
    private partial void LogBrokenOff(string subscription, string eventId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending {EventId} to subscription {Subscription} failed in the registry itself")]
    private partial void LogFault(Exception fault, string subscription, string eventId);
}

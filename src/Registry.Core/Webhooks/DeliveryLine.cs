using Registry.Core.Events;
using Registry.Core.Sharding;

namespace Registry.Core.Webhooks;

/// <summary>
/// What one subscription is to be sent next, and what became of what was sent. Pure: time and chance are given. Not thread-safe.
/// <para>
/// An event: offered → sending → delivered, or held (failed; tried again, until a day is over: dead). One that is offered while an earlier
/// one of its agent is held is held behind it. So the events of an agent arrive in order, and those of others go on.
/// </para>
/// <para>
/// The receiver: working → failing, once the events of several agents failed and none succeeded between. While failing, one at a time is tried of
/// what is held, and ever less often something new; the first success ends it. Where that is of something held, all that is held is due at once.
/// </para>
/// </summary>
internal sealed class DeliveryLine
{
    private const long StorageRetryMs = 5000;
    private const string NoLongerKept = "the change is no longer kept";

    private readonly List<OfferedEvent> _offered = [];
    private readonly List<HeldEvent> _held;
    private readonly List<DeliveryRecord> _deliveries;
    private readonly List<DeadLetter> _deadLetters;
    private readonly HashSet<string> _sending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failing;
    private EventCursor _cursor;
    private EventCursor? _afterOffered;
    private readonly long _spacingMs;
    private readonly Safeguard _disabled;
    private long _notBefore;
    private long _probeAt;
    private long _spacedUntil;
    private long _triedAt;

    /// <param name="state">As it was kept.</param>
    /// <param name="requestsPerMinute">That the receiver allows.</param>
    /// <param name="disabled">Rules that are switched off.</param>
    public DeliveryLine(DeliveryState state, int requestsPerMinute = WebhookHandshake.MaxRate, Safeguard disabled = Safeguard.None)
    {
        _disabled = disabled;
        _spacingMs = 60_000 / requestsPerMinute;
        _cursor = state.Cursor;
        _held = [.. state.Held];
        _deliveries = [.. state.Deliveries];
        _deadLetters = [.. state.DeadLetters];
        _notBefore = state.NotBefore;
        _probeAt = state.ProbeAt;
        _failing = state.Failing.ToHashSet(StringComparer.Ordinal);
        _triedAt = state.Deliveries.Count > 0 ? state.Deliveries[^1].Time : 0;

        // When the last request began is not kept; its end is later, never earlier.
        _spacedUntil = _triedAt == 0 ? 0 : _triedAt + _spacingMs;
    }

    public DeliveryState State => new((_disabled & Safeguard.CursorAfterDelivery) == 0 ? _cursor : _afterOffered ?? _cursor)
    {
        Held = [.. _held],
        Deliveries = [.. _deliveries],
        DeadLetters = [.. _deadLetters],
        NotBefore = _notBefore,
        ProbeAt = _probeAt,
        Failing = [.. _failing],
    };

    public EventCursor Cursor => _cursor;

    public bool IsFailing => _failing.Count >= WebhookLimits.MaxFailing && _held.Count > 0;

    /// <summary>Whether anything is on its way.</summary>
    public bool IsSending => _sending.Count > 0;

    /// <summary>While the receiver fails: when something new may be tried; else 0.</summary>
    public long ProbeAt => IsFailing ? _probeAt : 0;

    /// <summary>Before this nothing at all is sent: the receiver asked to be left alone, or allows so many requests a minute.</summary>
    public long NotBefore => Math.Max(_notBefore, _spacedUntil);

    /// <summary>Whether any event that was offered is neither delivered nor held.</summary>
    public bool HasOffered => _offered.Count > 0;

    /// <summary>How many more events may be offered now; 0 while there are some, too many are held, or the receiver fails.</summary>
    public int Room(long now) => _offered.Count > 0 || now < ProbeAt ? 0 : Math.Clamp(WebhookLimits.MaxHeld - _held.Count, 0, WebhookLimits.ReadSize);

    /// <param name="events">After the cursor, in order, at most <see cref="Room"/>.</param>
    /// <param name="after">Where they end.</param>
    public void Offer(IReadOnlyList<RegistryEvent> events, EventCursor after)
    {
        _offered.AddRange(events.Select(static happened => new OfferedEvent(happened)));
        _afterOffered = after;
        Advance();
    }

    /// <summary>What is to be sent now; null for nothing. To be ended by <see cref="Ended"/>, <see cref="Lost"/> or <see cref="PutBack"/>.</summary>
    public Sending? TakeNext(long now)
    {
        if (now < NotBefore || IsFull)
        {
            return null;
        }

        var next = NextHeld(now) ?? (now < ProbeAt ? null : NextOffered(now));
        if (next is not null)
        {
            NotCounted(now);
            _sending.Add(next.AgentId);
            _spacedUntil = now + _spacingMs;
        }

        return next;
    }

    /// <summary>When the next may be taken; null where there is none, or where one that is on its way must end first.</summary>
    public long? NextDue()
    {
        if (IsFull)
        {
            return null;
        }

        long? due = null;
        foreach (var head in Heads().Where(head => !_sending.Contains(head.AgentId)))
        {
            due = Math.Min(due ?? long.MaxValue, head.NextAt);
        }

        if (_offered.Exists(offered => !offered.IsDone && !_sending.Contains(offered.Event.AgentId)))
        {
            due = Math.Min(due ?? long.MaxValue, ProbeAt);
        }

        return due is { } at ? Math.Max(at, NotBefore) : null;
    }

    public DeliveryResult Ended(Sending sent, DeliveryAnswer answer, long now, double random)
    {
        _sending.Remove(sent.AgentId);
        NotCounted(now);
        var held = Find(sent);
        var attempts = (held?.Attempts ?? 0) + 1;
        Record(new DeliveryRecord(sent.EventId, now, attempts, answer.StatusCode, answer.Text));
        if (answer.EndsSubscription)
        {
            return DeliveryResult.Gone;
        }

        if (answer.IsDelivered)
        {
            Settle(sent);
            Recover(wasHeld: held is not null);
            return DeliveryResult.Delivered;
        }

        var pause = answer.Pause is { } asked ? RetrySchedule.AskedMs(asked) : 0;
        _notBefore = pause > 0 ? now + pause : _notBefore;
        var isNew = held is null;
        held ??= new HeldEvent(sent.Partition, sent.Seq, sent.AgentId, sent.Type, now);
        if (now - held.Since >= WebhookLimits.GiveUpAfter.TotalMilliseconds)
        {
            GiveUp(sent, attempts, answer.StatusCode, answer.Text!, now);
            return DeliveryResult.Dead;
        }

        if (_failing.Add(sent.AgentId) && (isNew || _failing.Count == WebhookLimits.MaxFailing))
        {
            _probeAt = now + RetrySchedule.ProbeMs(_failing.Count);
        }

        Hold(held with { Attempts = attempts, NextAt = now + Math.Max(pause, RetrySchedule.DelayMs(attempts, random)) });
        return DeliveryResult.Failed;
    }

    /// <summary>The event is in no log any more.</summary>
    public void Lost(Sending sent, long now)
    {
        _sending.Remove(sent.AgentId);
        GiveUp(sent, Find(sent)?.Attempts ?? 0, 0, NoLongerKept, now);
    }

    /// <summary>The event could not be read now, or its answer does not count: it is as if it had never been taken, but for a pause.</summary>
    public void PutBack(Sending sent, long now)
    {
        _sending.Remove(sent.AgentId);
        if (Find(sent) is { } held)
        {
            Hold(held with { NextAt = now + StorageRetryMs });
        }
    }

    /// <summary>What comes after the cursor was trimmed: goes on behind it.</summary>
    /// <param name="range">What is lost, for a person.</param>
    /// <param name="to">Where what is kept begins.</param>
    /// <param name="now">Unix milliseconds.</param>
    public void Skip(string range, EventCursor to, long now)
    {
        _cursor = to;
        Add(new DeadLetter(range, "", "", now, 0, 0, "changes after these were trimmed before they could be delivered"));
    }

    /// <summary>
    /// Dead letters are due again, as many as there is room for. Before all that is held of their agents: they are older. Only while nothing is
    /// offered (<see cref="HasOffered"/>): that may have to be held, too.
    /// </summary>
    public int Redeliver(long now)
    {
        var again = new List<HeldEvent>();
        foreach (var dead in _deadLetters.Where(static dead => dead.IsEvent).Take(WebhookLimits.MaxHeld - _held.Count).ToList())
        {
            _deadLetters.Remove(dead);
            var colon = dead.EventId.IndexOf(':', StringComparison.Ordinal);
            again.Add(new HeldEvent(dead.EventId[..colon], long.Parse(dead.EventId.AsSpan(colon + 1), provider: null), dead.AgentId, dead.Type, now));
        }

        _held.InsertRange(0, again);
        return again.Count;
    }

    private bool IsFull => _sending.Count >= (IsFailing ? 1 : WebhookLimits.MaxSending);

    private IEnumerable<HeldEvent> Heads()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return _held.Where(held => seen.Add(held.AgentId));
    }

    private Sending? NextHeld(long now) =>
        Heads().FirstOrDefault(head => head.NextAt <= now && !_sending.Contains(head.AgentId)) is { } held
            ? new Sending(held.Partition, held.Seq, held.AgentId, held.Type)
            : null;

    private Sending? NextOffered(long now)
    {
        foreach (var offered in _offered.Where(offered => !offered.IsDone && !_sending.Contains(offered.Event.AgentId)))
        {
            var happened = offered.Event;
            if ((_disabled & Safeguard.HeldBehind) != 0 || !_held.Exists(held => held.AgentId == happened.AgentId))
            {
                return new Sending(happened.Partition, happened.Seq, happened.AgentId, happened.Type) { Event = happened };
            }

            offered.IsDone = true;
            _held.Add(new HeldEvent(happened.Partition, happened.Seq, happened.AgentId, happened.Type, now));
        }

        Advance();
        return null;
    }

    /// <summary>The day that an event has is one of attempts: a time in which nobody made any is added to it.</summary>
    private void NotCounted(long now)
    {
        var untried = now - _triedAt;
        if (untried > WebhookLimits.UntriedMs)
        {
            for (var i = 0; i < _held.Count; i++)
            {
                _held[i] = _held[i] with { Since = Math.Min(now, _held[i].Since + untried) };
            }
        }

        _triedAt = Math.Max(_triedAt, now);
    }

    private HeldEvent? Find(Sending sent) => _held.Find(held => held.Seq == sent.Seq && held.Partition == sent.Partition);

    private void Hold(HeldEvent held)
    {
        var at = _held.FindIndex(other => other.Seq == held.Seq && other.Partition == held.Partition);
        if (at >= 0)
        {
            _held[at] = held;
            return;
        }

        _held.Add(held);
        Done(held.Partition, held.Seq);
    }

    private void Settle(Sending sent)
    {
        _held.RemoveAll(held => held.Seq == sent.Seq && held.Partition == sent.Partition);
        Done(sent.Partition, sent.Seq);
    }

    private void Done(string partition, long seq)
    {
        foreach (var offered in _offered)
        {
            offered.IsDone |= offered.Event.Seq == seq && offered.Event.Partition == partition;
        }

        Advance();
    }

    /// <summary>The cursor moves past everything that is done, up to the first that is not.</summary>
    private void Advance()
    {
        var done = 0;
        for (; done < _offered.Count && _offered[done].IsDone; done++)
        {
            _cursor = _cursor.After(_offered[done].Event);
        }

        _offered.RemoveRange(0, done);
        if (_offered.Count == 0 && _afterOffered is { } after)
        {
            (_cursor, _afterOffered) = (after, null);
        }
    }

    private void Recover(bool wasHeld)
    {
        if (wasHeld && _failing.Count >= WebhookLimits.MaxFailing)
        {
            for (var i = 0; i < _held.Count; i++)
            {
                _held[i] = _held[i] with { NextAt = 0 };
            }
        }

        _failing.Clear();
    }

    private void GiveUp(Sending sent, int attempts, int statusCode, string error, long now)
    {
        // One fewer that fails: of what comes next, one more is tried.
        _failing.Remove(sent.AgentId);
        Settle(sent);
        Add(new DeadLetter(sent.EventId, sent.Type, sent.AgentId, now, attempts, statusCode, error));
    }

    private void Add(DeadLetter dead)
    {
        _deadLetters.Add(dead);
        _deadLetters.RemoveRange(0, Math.Max(0, _deadLetters.Count - WebhookLimits.MaxDeadLetters));
    }

    private void Record(DeliveryRecord record)
    {
        _deliveries.RemoveAll(other => other.EventId == record.EventId);
        _deliveries.Add(record);
        _deliveries.RemoveRange(0, Math.Max(0, _deliveries.Count - WebhookLimits.MaxDeliveries));
    }
}

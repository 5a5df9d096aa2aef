using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Registry.Core.Diagnostics;
using Registry.Core.Storage;
using Registry.Core.Time;

namespace Registry.Core.Sharding;

/// <summary>
/// Commits commands on one partition: decides those that wait on an overlay, sends them as one transaction that must match the head,
/// and finds out what became of it. One transaction is in flight; what arrives meanwhile travels in the next.
/// </summary>
internal sealed class CommandPump<TEntity, TView>
    where TEntity : class
    where TView : class, IPartitionView<TEntity>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    // Storage that refuses connections this often in a row is down: callers hear so at once instead of at their deadline.
    private const int AttemptsWhileDown = 3;

    private readonly PartitionContext _context;
    private readonly PartitionMemory<TEntity, TView> _memory;
    private readonly IRowCodec<TEntity> _codec;
    private readonly string _partition;
    private readonly CommandQueue<TEntity, TView> _queue = new();
    private readonly ILogger _logger;
    private long _trimTo;
    private double _meanCommitMs = 5;

    // Fewer than fit by their size as it is estimated, after storage found a group too large.
    private int _mostCommands = int.MaxValue;

    public CommandPump(PartitionContext context, string partition, PartitionMemory<TEntity, TView> memory, IRowCodec<TEntity> codec)
    {
        _context = context;
        _partition = partition;
        _memory = memory;
        _codec = codec;
        _logger = context.Logger;
        Switch = new PumpSwitch(memory.Gate, () => !_queue.IsEmpty, PumpAsync);
    }

    public PumpSwitch Switch { get; }

    /// <summary>Decides and commits a command.</summary>
    /// <param name="command">Pure; decided again when another instance was faster.</param>
    /// <param name="limit">Not sent later than this after now; at most the deadline of 5 s.</param>
    /// <param name="cancellationToken">Ends the wait, and the command if it was not sent yet.</param>
    public async Task<Outcome<TResult>> ExecuteAsync<TResult>(
        ICommand<TEntity, TView, TResult> command, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var time = _context.Time;
        var wait = limit is { } given && given < Deadline ? given : Deadline;
        PendingCommand<TEntity, TView, TResult> pending;
        bool start;
        lock (_memory.Gate)
        {
            pending = new(command, _context.Entropy.NextId(), _memory.NextTick()) { Origin = Activity.Current };
            _queue.Add(pending);
            start = Switch.TryStart();
        }

        using var timer = time.CreateTimer(_ => Expire(pending), null, wait, Timeout.InfiniteTimeSpan);
        using var registration = cancellationToken.UnsafeRegister(_ => pending.Fail(new OperationCanceledException(cancellationToken)), null);
        if (start)
        {
            Switch.Start();
        }

        return await pending.Task;
    }

    /// <summary>Moves <c>Oldest</c> forward with the next commit.</summary>
    public async Task<bool> TrimAsync(long oldest, CancellationToken cancellationToken)
    {
        lock (_memory.Gate)
        {
            _trimTo = Math.Max(_trimTo, oldest);
        }

        var outcome = await ExecuteAsync(new WaitForCommit<TEntity, TView>(), null, cancellationToken);
        return outcome.Is(out _, out _) && _memory.Head.Oldest >= oldest;
    }

    private void Expire(PendingCommand<TEntity, TView> pending)
    {
        lock (_memory.Gate)
        {
            var unknown = pending.Undetermined && _context.Options.Keeps(Safeguard.UnknownIsNotRefused);
            pending.Refuse(unknown ? Refusals.OutcomeUnknown : Refusals.StorageUnavailable);
        }
    }

    private async Task PumpAsync()
    {
        var attempt = 0;
        while (true)
        {
            CommitGroup<TEntity, TView>? group = null;
            try
            {
                group = await NextGroupAsync();
                if (group is null)
                {
                    return;
                }

                attempt = await CommitAsync(group, attempt);
            }
            catch (Exception exception)
            {
                // A fault of this program. Those who wait hear of it; later commands get a fresh start.
                FailAll(group, exception);
                attempt = 0;
            }
        }
    }

    /// <summary>Decides what waits. Null when nothing does any more.</summary>
    private async Task<CommitGroup<TEntity, TView>?> NextGroupAsync()
    {
        for (var round = 1; ; round++)
        {
            bool decidable;
            lock (_memory.Gate)
            {
                _queue.DropAnswered();
                if (_queue.IsEmpty)
                {
                    Switch.Stop();
                    return null;
                }

                decidable = _memory.TryOverlay(out _) && _context.TryNow(out _) && !_queue.Any(NeedsRead);
            }

            if (!decidable && !await _memory.RefreshAsync())
            {
                if (round >= AttemptsWhileDown)
                {
                    lock (_memory.Gate)
                    {
                        _queue.RefuseAll(Refusals.StorageUnavailable);
                    }
                }

                await Backoff.WaitAsync(_context, round, Backoff.StorageMs);
                continue;
            }

            lock (_memory.Gate)
            {
                if (_context.TryNow(out var now) && _memory.TryOverlay(out var view))
                {
                    var group = Decide(view!, now);
                    if (!group.IsEmpty)
                    {
                        return group;
                    }

                    _queue.PutBack(group.Resting);
                    continue;
                }
            }

            // The answer did not settle head or time: ask again, but not as fast as memory can.
            await Backoff.WaitAsync(_context, round, _meanCommitMs);
        }
    }

    /// <summary>It was refused, or found nothing to change, on a state that may be older than the request.</summary>
    private bool NeedsRead(PendingCommand<TEntity, TView> command) => command.Rested && _memory.FreshTick <= command.Arrival;

    private CommitGroup<TEntity, TView> Decide(TView view, StorageInstant now)
    {
        var group = new CommitGroup<TEntity, TView>(_codec, view) { Head = _memory.Head, Generation = _memory.Generation, Oldest = _trimTo };
        var monotonic = _context.Time.GetTimestamp();
        while (_queue.First is { } command && group.Committing.Count < _mostCommands)
        {
            if (!command.IsAnswered)
            {
                command.Decide(view, new DecisionContext(now, monotonic, command.MutationId));
                if (command.Changes.Count > 0)
                {
                    if (!group.TryAdd(command))
                    {
                        break;
                    }
                }
                else if (group.IsEmpty && (_memory.FreshTick > command.Arrival || !_context.Options.Keeps(Safeguard.FreshRefusal)))
                {
                    command.Answer();
                }
                else
                {
                    // The commit proves the state that this was decided on; without a commit a read must.
                    command.Rested = true;
                    group.Resting.Add(command);
                }
            }

            _queue.RemoveFirst();
        }

        return group;
    }

    /// <summary>Sends a group until its fate is known. Returns the attempt that the next group is.</summary>
    private async Task<int> CommitAsync(CommitGroup<TEntity, TView> group, int attempt)
    {
        var (operations, after) = group.Build();
        using var activity = RegistryActivities.StartCommit(_partition, group.Committing.Select(command => command.Origin));
        var startedAt = _context.Time.GetTimestamp();
        var unknown = false;
        for (var round = 1; ; round++)
        {
            long tick;
            lock (_memory.Gate)
            {
                tick = _memory.NextTick();
                foreach (var command in group.Committing)
                {
                    command.Undetermined = true;
                    _memory.Watch(command);
                }
            }

            var sentAt = _context.Time.GetTimestamp();
            var result = await _context.Table.SubmitAsync(_partition, operations, CancellationToken.None);
            if (result.IsOk)
            {
                _mostCommands = int.MaxValue;
                _meanCommitMs = (0.9 * _meanCommitMs) + (0.1 * _context.Time.GetElapsedTime(sentAt).TotalMilliseconds);
                _memory.Confirm(group.Generation, group.Changes, after with { ETag = result.ETags[0] }, tick, sentAt);
                Committed(group, startedAt);
                return 0;
            }

            if (result.Status == TableStatus.OutcomeUnknown)
            {
                _context.Metrics.AnswerLost(_partition);
                unknown = true;
            }

            // Something on the way may have sent the request twice: then it is the first that moved the head, and this refusal is the second one's.
            var contended = IsContention(result.Status);
            if (contended)
            {
                _context.Metrics.Contended(_partition);
            }

            if (!unknown && !(contended && _context.Options.Keeps(Safeguard.OwnContention)))
            {
                return await NotCommittedAsync(group, result, attempt);
            }

            switch (await FindOutAsync(group, unknown ? round : attempt + round - 1))
            {
                case GroupFate.Committed:
                    Committed(group, startedAt);
                    return 0;
                case GroupFate.NotCommitted:
                    TakeBack(group);
                    return attempt + 1;
                case GroupFate.Lost:
                    TakeBack(group, Refusals.OutcomeUnknown);
                    return 0;
            }

            // The head is still the one that was matched: only the very same transaction may be sent.
        }
    }

    /// <summary>A refusal by storage that proves that nothing happened.</summary>
    private async Task<int> NotCommittedAsync(CommitGroup<TEntity, TView> group, TableTransaction result, int attempt)
    {
        if (result.Status == TableStatus.TooLarge)
        {
            // Only what is too large alone is refused: the others of its group may be anybody's.
            CommitLog.LogTooLarge(_logger, _partition, group.Committing.Count, result.Code);
            _mostCommands = Math.Max(1, group.Committing.Count / 2);
            TakeBack(group, group.Committing.Count > 1 ? null : Refusals.TooLarge);
            return attempt;
        }

        if (IsContention(result.Status))
        {
            TakeBack(group);
            await Backoff.WaitAsync(_context, attempt, _meanCommitMs);
            await _memory.RefreshAsync();
            return attempt + 1;
        }

        TakeBack(group, result.Status != TableStatus.Throttled && attempt + 1 >= AttemptsWhileDown ? Refusals.StorageUnavailable : null);
        await Backoff.WaitAsync(_context, attempt, Backoff.StorageMs);
        return attempt + 1;
    }

    private static bool IsContention(TableStatus status) => status is TableStatus.Contention or TableStatus.Exists or TableStatus.NotFound;

    /// <summary>Looks in the log for a group whose answer was lost or may be that of its repetition, until it is found, ruled out, or the same may be sent again.</summary>
    private async Task<GroupFate> FindOutAsync(CommitGroup<TEntity, TView> group, int round)
    {
        while (true)
        {
            await Backoff.WaitAsync(_context, round, _meanCommitMs);
            var read = await _memory.RefreshAsync();
            lock (_memory.Gate)
            {
                if (group.Committing.Exists(command => command.Found))
                {
                    return GroupFate.Committed;
                }

                if (group.Generation != _memory.Generation || group.Committing.TrueForAll(command => command.IsAnswered))
                {
                    return GroupFate.Lost;
                }

                if (read && _memory.Head.ETag != group.Head.ETag)
                {
                    return GroupFate.NotCommitted;
                }

                // A caller that was answered "unknown" must not be surprised by a transaction sent after that.
                if (read && !group.Committing.Exists(command => command.IsAnswered))
                {
                    return GroupFate.Open;
                }
            }

            round++;
        }
    }

    private void Committed(CommitGroup<TEntity, TView> group, long startedAt)
    {
        _context.Metrics.Committed(_partition, group.Committing.Count, _context.Time.GetElapsedTime(startedAt), group.Changes);
        lock (_memory.Gate)
        {
            Settle(group);
            group.Committing.ForEach(command => command.Answer());
            group.Resting.ForEach(command => command.Answer());
        }

        CommitLog.Committed(_logger, group);
    }

    /// <summary>The group is not waited for any more: it was not committed and is decided again, or its callers hear why not.</summary>
    private void TakeBack(CommitGroup<TEntity, TView> group, Refusal? refusal = null)
    {
        lock (_memory.Gate)
        {
            Settle(group);
            if (refusal is not null)
            {
                group.Committing.ForEach(command => command.Refuse(refusal));
            }

            _queue.PutBack(group.Committing.Concat(group.Resting));
        }
    }

    private void Settle(CommitGroup<TEntity, TView> group)
    {
        foreach (var command in group.Committing)
        {
            command.Undetermined = false;
            _memory.Unwatch(command);
        }
    }

    private void FailAll(CommitGroup<TEntity, TView>? group, Exception exception)
    {
        lock (_memory.Gate)
        {
            if (group is not null)
            {
                Settle(group);
                group.Committing.ForEach(command => command.Fail(exception));
                group.Resting.ForEach(command => command.Fail(exception));
            }

            _queue.FailAll(exception);
        }
    }
}

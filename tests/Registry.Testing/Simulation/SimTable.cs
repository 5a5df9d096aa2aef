using Registry.Core.Storage;
using Registry.Core.Time;

namespace Registry.Testing.Simulation;

/// <summary>
/// How one process sees the table: calls take time and fail as the plan says. Storage executes a request in an event of its own, so
/// one that is on its way happens also when the process that sent it is dead by then.
/// </summary>
public sealed class SimTable(SimStorage storage, string node, TimeProvider time, StorageClock clock) : ITable
{
    private const string Commit = "commit";

    // A transaction that moves the log's head is a commit.
    private const string HeadRow = "head";
    private const string EmptyPageMark = "empty!";

    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        CallAsync("create", false, false, () => storage.Inner.CreateIfNotExistsAsync(default), status => status, null, cancellationToken);

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        CallAsync(
            "get",
            false,
            false,
            () => storage.Inner.GetAsync(partitionKey, rowKey, default),
            status => new TableRead<TableEntity>(status, null),
            null,
            cancellationToken);

    public Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken)
    {
        var from = continuation;
        if (continuation?.StartsWith(EmptyPageMark, StringComparison.Ordinal) == true)
        {
            from = continuation.Length == EmptyPageMark.Length ? null : continuation[EmptyPageMark.Length..];
        }
        else if (storage.Random.Chance(storage.Plan.EmptyPage))
        {
            var empty = new TableRead<TablePage>(TableStatus.Ok, new TablePage([], EmptyPageMark + continuation));
            return CallAsync("query", false, false, () => Task.FromResult(empty), status => new TableRead<TablePage>(status, null), null, cancellationToken);
        }

        var cut = storage.Random.Chance(storage.Plan.ShortPage) ? range with { PageSize = 1 + storage.Random.Next(Math.Min(range.PageSize, 5)) } : range;
        return CallAsync(
            "query", false, false, () => storage.Inner.QueryAsync(cut, from, default), status => new TableRead<TablePage>(status, null), null, cancellationToken);
    }

    public Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken)
    {
        var sent = SimCopy.Of(operation);
        return CallAsync(
            "write",
            true,
            IsConditional(sent),
            () => storage.Inner.WriteAsync(partitionKey, sent, default),
            status => new TableWrite(status, ""),
            (write, at) => Record(write.IsOk, partitionKey, [sent], at),
            cancellationToken);
    }

    public Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        var sent = operations.Select(SimCopy.Of).ToList();
        var conditional = sent.FindIndex(IsConditional);
        return CallAsync(
            sent.Exists(static operation => operation.Entity.RowKey == HeadRow) ? Commit : "submit",
            true,
            conditional >= 0,
            () => storage.Inner.SubmitAsync(partitionKey, sent, default),
            status => TableTransaction.Failed(status, status == TableStatus.Contention ? conditional : -1),
            (transaction, at) => Record(transaction.IsOk, partitionKey, sent, at),
            cancellationToken);
    }

    private static bool IsConditional(TableOperation operation) => operation.IfMatch is not (null or "*");

    private async Task<T> CallAsync<T>(
        string what, bool write, bool conditional, Func<Task<T>> execute, Func<TableStatus, T> refused, Func<T, long, bool>? record, CancellationToken cancellationToken)
    {
        var scheduler = storage.Scheduler;
        scheduler.IsOwnThread($"storage was called by {node}");
        cancellationToken.ThrowIfCancellationRequested();
        var call = new TaskCompletionSource<SimAnswer<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = time.GetTimestamp();
        var sentAt = scheduler.Now;
        storage.Calls++;
        var fate = storage.Reaches(node)
            ? SimFate.Draw(storage.Plan, storage.Random, write, conditional)
            : Unreachable();
        var isCommit = what == Commit;
        if (fate.Kind != SimFateKind.Answered)
        {
            scheduler.Trace.Add(scheduler.Now, node, what, fate.ToString());
            Count(fate.Kind, write);
        }

        // A write without an answer leaves its outcome open; a read just failed.
        var silence = new SimAnswer<T>(refused(write ? TableStatus.OutcomeUnknown : TableStatus.Unavailable), null);
        switch (fate.Kind)
        {
            case SimFateKind.Refused:
                scheduler.At(
                    scheduler.Now + fate.Before + fate.After,
                    () => call.TrySetResult(new SimAnswer<T>(refused(fate.Status), fate.Status == TableStatus.Unavailable ? null : Date())));
                break;
            case SimFateKind.LostBefore:
                scheduler.At(scheduler.Now + fate.After, () => call.TrySetResult(silence));
                break;
            default:
                storage.InFlight++;
                scheduler.At(scheduler.Now + fate.Before, () => Execute(call, fate, silence, execute, value => record?.Invoke(value, sentAt) ?? false));
                if (isCommit)
                {
                    storage.Sent(node, fate.IsAnswered ? fate.Before + fate.After : fate.After);
                }

                if (!fate.IsAnswered)
                {
                    scheduler.At(scheduler.Now + fate.After, () => call.TrySetResult(silence));
                }

                break;
        }

        using var registration = cancellationToken.Register(() => call.TrySetCanceled(cancellationToken));
        storage.Committing(node, isCommit ? 1 : 0);
        SimAnswer<T> answer;
        try
        {
            answer = await call.Task;
        }
        finally
        {
            storage.Committing(node, isCommit ? -1 : 0);
        }

        if (scheduler.Now - sentAt >= TimeSpan.TicksPerSecond)
        {
            storage.Count(SimFault.AnswerLate);
        }

        if (answer.Date is { } date)
        {
            clock.Observe(date, sent, time.GetTimestamp());
        }

        return answer.Value;
    }

    private void Execute<T>(TaskCompletionSource<SimAnswer<T>> call, SimFate fate, SimAnswer<T> silence, Func<Task<T>> execute, Func<T, bool> record)
    {
        var scheduler = storage.Scheduler;
        storage.InFlight--;
        if (!storage.Reaches(node))
        {
            scheduler.At(scheduler.Now + storage.Plan.TimeOut.Ticks, () => call.TrySetResult(silence));
            return;
        }

        if (!TryExecute(execute, record, out var value, out var happened))
        {
            return;
        }

        switch (fate.Kind)
        {
            case SimFateKind.Answered or SimFateKind.Repeated:
                var answer = new SimAnswer<T>(value!, Date());
                scheduler.At(scheduler.Now + fate.After, () => Answer(call, answer, silence));
                break;
            case SimFateKind.RepeatedBelow:
                Repeat(fate, happened, execute, record, again => Answer(call, new SimAnswer<T>(again, Date()), silence));
                break;
            default:
                break;
        }

        if (fate.Kind == SimFateKind.Repeated)
        {
            Repeat(fate, happened, execute, record, null);
        }
    }

    /// <summary>The same request arrives once more. It meets whatever is there by then.</summary>
    private void Repeat<T>(SimFate fate, bool happened, Func<Task<T>> execute, Func<T, bool> record, Action<T>? answer)
    {
        storage.InFlight++;
        storage.Scheduler.At(storage.Scheduler.Now + fate.Again, () =>
        {
            storage.InFlight--;
            storage.Scheduler.Trace.Add(storage.Scheduler.Now, node, "is repeated", happened ? "what happened" : "");
            if (!TryExecute(execute, record, out var value, out var happenedAgain))
            {
                return;
            }

            if (happened)
            {
                storage.Count(happenedAgain ? SimFault.WriteExecutedTwice : answer is null ? SimFault.WriteRepeated : SimFault.AnswerOfRepetition);
            }

            if (answer is not null)
            {
                storage.Scheduler.At(storage.Scheduler.Now + fate.After, () => answer(value!));
            }
        });
    }

    private bool TryExecute<T>(Func<Task<T>> execute, Func<T, bool> record, out T? value, out bool happened)
    {
        try
        {
            value = execute().GetAwaiter().GetResult();
            happened = record(value);
            return true;
        }
        catch (Exception exception)
        {
            // A request that the service calls malformed is a fault of the program under test.
            storage.Scheduler.Fail(new SimulationException($"Storage refused a request of {node} as malformed.", exception));
            (value, happened) = (default, false);
            return false;
        }
    }

    private void Answer<T>(TaskCompletionSource<SimAnswer<T>> call, SimAnswer<T> answer, SimAnswer<T> silence)
    {
        if (storage.Reaches(node))
        {
            call.TrySetResult(answer);
            return;
        }

        storage.Scheduler.At(storage.Scheduler.Now + storage.Plan.TimeOut.Ticks, () => call.TrySetResult(silence));
    }

    private void Count(SimFateKind kind, bool write)
    {
        SimFault? fault = kind switch
        {
            SimFateKind.Refused => SimFault.Refused,
            SimFateKind.LostBefore when write => SimFault.WriteLost,
            SimFateKind.LostAfter when write => SimFault.AnswerLost,
            SimFateKind.Late => SimFault.WriteLate,
            _ => null,
        };
        if (fault is { } counted)
        {
            storage.Count(counted);
        }
    }

    private SimFate Unreachable()
    {
        var plan = storage.Plan;
        return storage.Random.Chance(0.5)
            ? new SimFate(SimFateKind.Refused, 0, 1 + storage.Random.Between(TimeSpan.Zero, plan.Delay).Ticks, TableStatus.Unavailable)
            : new SimFate(SimFateKind.LostBefore, 0, 1 + storage.Random.Between(TimeSpan.Zero, plan.TimeOut).Ticks);
    }

    private DateTimeOffset Date()
    {
        var now = storage.Scheduler.UtcNow;
        if (storage.Random.Chance(storage.Plan.WrongDate))
        {
            var wrong = storage.Random.Between(0.5, storage.Random.Pick([4, 60, 36000]));
            now += storage.Random.Chance(0.5) ? wrong : -wrong;
            storage.Count(SimFault.WrongDate);
            storage.Scheduler.Trace.Add(storage.Scheduler.Now, node, "gets a wrong Date", now.ToString("O"));
        }

        return DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
    }

    private bool Record(bool happened, string partitionKey, IReadOnlyList<TableOperation> operations, long sentAt)
    {
        if (happened)
        {
            storage.Record(new SimJournalEntry(storage.Scheduler.Now, sentAt, node, partitionKey, operations));
        }

        return happened;
    }
}

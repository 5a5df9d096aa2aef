using System.Buffers;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Registry.Core;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.Connections;

namespace Registry.Tables.Rest;

/// <summary>
/// A table of the Table service, over its REST protocol on Azure.Core's pipeline. Reads are retried (<see cref="ReadRetry"/>); a write
/// or transaction is sent at most once, by this class, by the pipeline and by the transport alike.
/// </summary>
public sealed class RestTable : ITable, IDisposable
{
    private static readonly TimeSpan DeletionPoll = TimeSpan.FromSeconds(2);

    private readonly HttpClient _client;
    private readonly RequestSender _sender;
    private readonly ReadRetry _retry;
    private readonly TableAddress _address;
    private readonly string _name;
    private readonly TableOptions _options;
    private readonly TimeProvider _time;
    private readonly TableCounters _counters;
    private readonly Entropy _entropy;

    /// <param name="connection">Where the service is.</param>
    /// <param name="name">The table, see <see cref="TableName"/>.</param>
    /// <param name="options">Time-outs and retries.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="clock">Told the Date of every answer. It must run on <paramref name="time"/>.</param>
    /// <param name="counters">Counts every request sent.</param>
    /// <param name="entropy">For boundaries and jitter.</param>
    public RestTable(
        StorageConnection connection, string name, TableOptions options, TimeProvider time, StorageClock clock, TableCounters counters, Entropy entropy)
        : this(connection, name, options, time, clock, counters, entropy, TablePipeline.CreateHandler(connection, options))
    {
    }

    internal RestTable(
        StorageConnection connection, string name, TableOptions options, TimeProvider time, StorageClock clock, TableCounters counters, Entropy entropy,
        HttpMessageHandler handler)
    {
        if (!TableName.IsValid(name))
        {
            throw new ArgumentException("A table's name is 3 to 63 letters and digits, a letter first.", nameof(name));
        }

        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _sender = new RequestSender(TablePipeline.Create(connection, _client, time), clock, time);
        _retry = new ReadRetry(options, time, entropy);
        _address = new TableAddress(connection.Endpoint, name);
        (_name, _options, _time, _counters, _entropy) = (name, options, time, counters, entropy);
    }

    public async Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (true)
        {
            _counters.CreateTable();
            using var message = _sender.Create(RequestMethod.Post, _address.Tables);
            message.Request.Headers.SetValue("Prefer", "return-no-content");
            var body = JsonBody($"{{\"TableName\":\"{_name}\"}}");
            var (status, code) = await SendWriteAsync(message, body, ReadCreated, static status => (status, ""), cancellationToken);
            var wait = DeletionPoll * (0.5 + _entropy.NextDouble());
            if (code != TableErrorCodes.TableBeingDeleted || _time.GetElapsedTime(start) + wait > _options.DeletionWait)
            {
                return status;
            }

            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        TableRules.CheckKey(partitionKey);
        TableRules.CheckKey(rowKey);
        var address = new Uri(_address.Entity(partitionKey, rowKey));
        return _retry.RunAsync(Attempt, cancellationToken);

        Task<ReadAttempt<TableEntity>> Attempt(CancellationToken bounded)
        {
            _counters.Get(rowKey);
            return ReadAsync(address, static answer => EntityReader.ReadOne(answer.Body), bounded, cancellationToken);
        }
    }

    public Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken)
    {
        TableRules.CheckKey(range.PartitionKey);
        TableRules.CheckPageSize(range);
        var address = _address.Query(range, continuation);
        return _retry.RunAsync(Attempt, cancellationToken);

        Task<ReadAttempt<TablePage>> Attempt(CancellationToken bounded)
        {
            _counters.Query(range);
            return ReadAsync(address, static answer => ReadPage(answer), bounded, cancellationToken);
        }
    }

    public async Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken)
    {
        if (TableRules.CheckOperation(partitionKey, operation) is not null)
        {
            return new TableWrite(TableStatus.TooLarge, "");
        }

        var isInsert = operation.Kind == TableOperationKind.Insert;
        using var message = _sender.Create(
            OperationVerbs.Of(operation.Kind),
            new Uri(isInsert ? _address.Table : _address.Entity(partitionKey, operation.Entity.RowKey)));
        if (operation.IfMatch is { } etag)
        {
            message.Request.Headers.SetValue("If-Match", etag);
        }

        if (isInsert)
        {
            message.Request.Headers.SetValue("Prefer", "return-no-content");
        }

        var body = operation.Kind == TableOperationKind.Delete ? ReadOnlyMemory<byte>.Empty : EntityBody(partitionKey, operation.Entity);
        _counters.Write(operation);
        return await SendWriteAsync(message, body, ReadWritten, static status => new TableWrite(status, ""), cancellationToken);
    }

    public async Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        if (TableRules.CheckTransaction(partitionKey, operations) is { } refused)
        {
            return refused;
        }

        var (body, contentType) = TransactionBody.Write(_address, partitionKey, operations, _entropy);
        if (body.Length > TableLimits.TransactionBytes)
        {
            return TableTransaction.Failed(TableStatus.TooLarge, -1, TableErrorCodes.RequestBodyTooLarge);
        }

        using var message = _sender.Create(RequestMethod.Post, _address.Batch);
        message.Request.Headers.SetValue("Content-Type", contentType);
        _counters.Transaction(operations);
        return await SendWriteAsync(message, body, ReadSubmitted, static status => TableTransaction.Failed(status), cancellationToken);

        TableTransaction ReadSubmitted(Answer answer)
        {
            if (answer.IsSuccess)
            {
                return TransactionAnswer.Read(answer.Body, operations.Count);
            }

            var error = answer.Error;
            return TableTransaction.Failed(TableStatusMap.FromAnswer(answer.Status, error.Code, error.Message, isWrite: true), error.FailedIndex, error.Code);
        }
    }

    public void Dispose() => _client.Dispose();

    private static (TableStatus Status, string Code) ReadCreated(Answer answer)
    {
        if (answer.IsSuccess)
        {
            return (TableStatus.Ok, "");
        }

        var error = answer.Error;
        return error.Code switch
        {
            TableErrorCodes.TableAlreadyExists => (TableStatus.Ok, error.Code),
            TableErrorCodes.TableBeingDeleted => (TableStatus.Unavailable, error.Code),
            _ => (TableStatusMap.FromAnswer(answer.Status, error.Code, error.Message, isWrite: true), error.Code),
        };
    }

    private static TableWrite ReadWritten(Answer answer) =>
        answer.IsSuccess
            ? new TableWrite(TableStatus.Ok, answer.ETag)
            : new TableWrite(TableStatusMap.FromAnswer(answer.Status, answer.Error.Code, answer.Error.Message, isWrite: true), "");

    private static TablePage ReadPage(Answer answer)
    {
        var rows = EntityReader.ReadPage(answer.Body);
        for (var i = 1; i < rows.Count; i++)
        {
            if (string.CompareOrdinal(rows[i - 1].RowKey, rows[i].RowKey) > 0)
            {
                // The service sorts; Cosmos DB for Table does not promise to.
                rows.Sort(static (left, right) => string.CompareOrdinal(left.RowKey, right.RowKey));
                break;
            }
        }

        return new(rows, Continuation.Join(answer.NextPartitionKey, answer.NextRowKey));
    }

    private static ReadOnlyMemory<byte> JsonBody(string json) => Encoding.UTF8.GetBytes(json);

    private static ReadOnlyMemory<byte> EntityBody(string partitionKey, TableEntity entity)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using var writer = new EntityWriter(output);
        writer.Write(partitionKey, entity);
        return output.WrittenMemory;
    }

    private async Task<ReadAttempt<T>> ReadAsync<T>(Uri address, Func<Answer, T> parse, CancellationToken bounded, CancellationToken caller)
        where T : class
    {
        using var message = _sender.Create(RequestMethod.Get, address);
        try
        {
            using var answer = await _sender.SendAsync(message, bounded);
            if (answer.IsSuccess)
            {
                return new ReadAttempt<T>(new TableRead<T>(TableStatus.Ok, parse(answer)), null);
            }

            var error = answer.Error;
            var status = TableStatusMap.FromAnswer(answer.Status, error.Code, error.Message, isWrite: false);
            return new ReadAttempt<T>(new TableRead<T>(status, null), answer.RetryAfter);
        }
        catch (JsonException malformed)
        {
            throw new TableRequestException(message.Response.Status, "MalformedAnswer", malformed.Message);
        }
        catch (Exception failure) when (TableStatusMap.FromFailure(failure, sent: false) is { } status)
        {
            caller.ThrowIfCancellationRequested();
            return new ReadAttempt<T>(new TableRead<T>(status, null), null);
        }
    }

    /// <summary>Sends a write once. Whatever keeps the answer from arriving becomes a status here.</summary>
    private async Task<T> SendWriteAsync<T>(
        HttpMessage message, ReadOnlyMemory<byte> body, Func<Answer, T> read, Func<TableStatus, T> failed, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.WriteTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var content = new SendOnceContent(body);
        message.Request.Content = content;
        if (!body.IsEmpty && !message.Request.Headers.Contains("Content-Type"))
        {
            message.Request.Headers.SetValue("Content-Type", "application/json");
        }

        try
        {
            using var answer = await _sender.SendAsync(message, both.Token);
            return read(answer);
        }
        catch (Exception failure) when (TableStatusMap.FromFailure(failure, content.Started) is { } status)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return failed(status);
        }
    }
}

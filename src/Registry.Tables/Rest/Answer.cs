using System.Buffers;
using System.Globalization;
using Azure;
using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>An answer of the service, its body read whole into a rented buffer.</summary>
internal sealed class Answer : IDisposable
{
    // A page of the service is at most 4 MiB of entities, more as JSON; Azurite does not keep to that.
    private const int MaxBodyBytes = 64 * 1024 * 1024;
    private const int FirstBuffer = 16 * 1024;

    private readonly string? _headerCode;
    private byte[] _buffer = [];
    private int _length;

    private Answer(Response response)
    {
        Status = response.Status;
        ETag = Header(response, "ETag") ?? "";
        NextPartitionKey = Header(response, TableHeaders.NextPartitionKey);
        NextRowKey = Header(response, TableHeaders.NextRowKey);
        RetryAfter = RetryAfterOf(response);
        _headerCode = Header(response, TableHeaders.ErrorCode);
    }

    public int Status { get; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public string ETag { get; }

    public string? NextPartitionKey { get; }

    public string? NextRowKey { get; }

    /// <summary>How long the service asks to wait; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; }

    public ReadOnlySpan<byte> Body => _buffer.AsSpan(0, _length);

    /// <summary>The error, of an answer that is no success. The header speaks where the body is not the service's JSON.</summary>
    public ErrorBody Error
    {
        get
        {
            var error = ErrorBody.Read(Body);
            return error.Code.Length > 0 ? error : error with { Code = _headerCode ?? "" };
        }
    }

    /// <exception cref="TableRequestException">The body is larger than anything the service answers.</exception>
    public static async Task<Answer> ReadAsync(Response response, CancellationToken cancellationToken)
    {
        var answer = new Answer(response);
        try
        {
            if (response.ContentStream is { } stream)
            {
                await answer.FillAsync(stream, cancellationToken);
            }

            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _length) = ([], 0);
        }
    }

    private async Task FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        while (true)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return;
            }

            _length += read;
            if (_length > MaxBodyBytes)
            {
                throw new TableRequestException(Status, "AnswerTooLarge", $"more than {MaxBodyBytes} bytes");
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static string? Header(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;

    private static TimeSpan? RetryAfterOf(Response response)
    {
        // Cosmos DB says it in milliseconds, in a header of its own.
        if (Header(response, TableHeaders.RetryAfterMs) is { } ms && int.TryParse(ms, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (Header(response, "Retry-After") is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, out var seconds))
        {
            return TimeSpan.FromSeconds(Math.Max(0, seconds));
        }

        // As a date it counts from the answer's own Date: two clocks need not agree.
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at) && response.Headers.Date is { } date
            ? at - date
            : null;
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Registry.Contracts;
using Registry.Core;
using Registry.Core.Events;
using Registry.Http.Bodies;
using Registry.Http.Problems;

namespace Registry.Http.Events;

/// <summary>
/// Events as server-sent events (WHATWG HTML, section 9.2). The id of each is the cursor after it, so that <c>Last-Event-ID</c> goes on at
/// any instance. Nothing is queued for a client: it is read on only after it took what was written.
/// </summary>
internal sealed class EventStream(HttpContext context, EventFeed feed, EventQuery query, TimeProvider time, CancellationToken ended)
    : IDisposable
{
    public const string LastEventId = "Last-Event-ID";

    private const string MediaType = "text/event-stream";
    private const int FlushEvery = 64 * 1024;
    private const int FirstCapacity = 4096;

    // Shorter than the half minute after which some proxies close a connection that is silent.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // Storage that does not answer is asked again by the stream itself.
    private static readonly TimeSpan StoragePause = TimeSpan.FromSeconds(1);

    private readonly PooledBuffer _buffer = new(FirstCapacity);

    public static bool IsAskedFor(HttpRequest request) =>
        request.Headers.Accept.Count > 0 && request.Headers.Accept.ToString().Contains(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Until the client goes, the process stops, its token ends, or the cursor expires.</summary>
    /// <param name="cursor">Where it begins.</param>
    /// <param name="batch">What is there already.</param>
    public async Task RunAsync(EventCursor cursor, EventBatch batch)
    {
        var response = context.Response;
        response.ContentType = MediaType;
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        // The client knows where it is before the first event: cut off then, it misses nothing either.
        Write("retry: 1000\n"u8);
        WriteId(cursor);
        Write("\n"u8);
        await FlushAsync();
        while (true)
        {
            await WriteAsync(cursor, batch);
            if (ended.IsCancellationRequested || await NextAsync(batch.Cursor) is not { } next)
            {
                return;
            }

            (cursor, batch) = (batch.Cursor, next);
        }
    }

    public void Dispose() => _buffer.Dispose();

    /// <summary>The next batch, which is empty after a while without events; null when the stream has ended.</summary>
    private async Task<EventBatch?> NextAsync(EventCursor cursor)
    {
        var outcome = await feed.ReadAsync(cursor, query.Filter, query.Limit, Heartbeat, ended, context.RequestAborted);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }

        if (outcome.Is(out var batch, out var refusal))
        {
            return batch;
        }

        if (refusal.Code == RefusalCode.StorageUnavailable)
        {
            await Task.Delay(StoragePause, time, context.RequestAborted);
            return new EventBatch([], cursor);
        }

        Write("event: error\ndata: "u8);
        Write(JsonSerializer.SerializeToUtf8Bytes(ProblemWriter.ToProblem(context, refusal), ContractsContext.Default.Problem));
        Write("\n\n"u8);
        await FlushAsync();
        return null;
    }

    private async Task WriteAsync(EventCursor cursor, EventBatch batch)
    {
        foreach (var happened in batch.Events)
        {
            cursor = cursor.After(happened);
            WriteId(cursor);
            Write("event: "u8);
            Write(Encoding.UTF8.GetBytes(happened.Type));
            Write("\ndata: "u8);
            Write(happened.Document(feed.Source).Span);
            Write("\n\n"u8);
            if (_buffer.Length >= FlushEvery)
            {
                await FlushAsync();
            }
        }

        if (batch.Events.Count == 0)
        {
            // What a filter left out moves the client on, too: no event is dispatched for an id alone.
            WriteId(batch.Cursor);
            Write(": heartbeat\n\n"u8);
        }

        await FlushAsync();
    }

    private async Task FlushAsync()
    {
        await context.Response.BodyWriter.WriteAsync(_buffer.Written, context.RequestAborted);
        _buffer.Clear();
    }

    private void WriteId(EventCursor cursor)
    {
        Write("id: "u8);
        Write(Encoding.ASCII.GetBytes(cursor.ToString()));
        Write("\n"u8);
    }

    private void Write(ReadOnlySpan<byte> bytes) => ((IBufferWriter<byte>)_buffer).Write(bytes);
}

using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Registry.Http.Problems;

namespace Registry.Http.Bodies;

/// <summary>Reads a JSON body into pooled memory, never more of it than is allowed.</summary>
internal static class BodyReader
{
    private const int FirstCapacity = 2048;
    private const int Mebibyte = 1024 * 1024;

    /// <summary>A body that speaks of one agent. Refusals: TooLarge, UnsupportedMediaType, InvalidRequest.</summary>
    public static ValueTask<BodyRead> ReadAsync(HttpContext context, bool optional = false) =>
        ReadAsync(context, BodyLimits.Single, BodyLimits.Depth, optional);

    /// <summary>A batch. Refusals as above.</summary>
    public static ValueTask<BodyRead> ReadBatchAsync(HttpContext context) =>
        ReadAsync(context, BodyLimits.Batch, BodyLimits.BatchDepth, optional: false);

    private static async ValueTask<BodyRead> ReadAsync(HttpContext context, int maxBytes, int maxDepth, bool optional)
    {
        var request = context.Request;
        if (request.ContentLength > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        if (request.ContentLength > 0 && UnsupportedType(request) is { } unsupported)
        {
            return unsupported;
        }

        var buffer = new PooledBuffer((int)(request.ContentLength ?? FirstCapacity));
        var kept = false;
        try
        {
            if (!await TryFillAsync(request.BodyReader, buffer, maxBytes, context.RequestAborted))
            {
                return TooLarge(maxBytes);
            }

            if (buffer.Length == 0)
            {
                return optional ? JsonBody.Empty : HttpRefusal.Invalid("body", "A JSON body is required.");
            }

            // Only now is it known that a chunked body is a body.
            if (request.ContentLength is null && UnsupportedType(request) is { } unsupportedChunked)
            {
                return unsupportedChunked;
            }

            var read = JsonBodyParser.Parse(buffer, maxDepth);
            kept = read.Is(out _, out _);
            return read;
        }
        finally
        {
            if (!kept)
            {
                buffer.Dispose();
            }
        }
    }

    private static async ValueTask<bool> TryFillAsync(PipeReader reader, PooledBuffer buffer, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCanceled)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            var available = read.Buffer;
            if (buffer.Length + available.Length > maxBytes)
            {
                reader.AdvanceTo(available.End);
                return false;
            }

            foreach (var segment in available)
            {
                buffer.Write(segment.Span);
            }

            reader.AdvanceTo(available.End);
            if (read.IsCompleted)
            {
                return true;
            }
        }
    }

    private static HttpRefusal? UnsupportedType(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !IsIdentity(encoding))
        {
            return new HttpRefusal(ProblemMapping.UnsupportedMediaType, "A request body must not be compressed.");
        }

        return MediaTypes.IsJson(request.ContentType)
            ? null
            : new HttpRefusal(ProblemMapping.UnsupportedMediaType, "A request body must be application/json in UTF-8.");
    }

    private static bool IsIdentity(StringValues encoding) =>
        encoding.Count == 1 && string.Equals(encoding[0], "identity", StringComparison.OrdinalIgnoreCase);

    private static HttpRefusal TooLarge(int maxBytes) =>
        new(ProblemMapping.TooLarge, $"The request body is larger than {(maxBytes < Mebibyte ? $"{maxBytes / 1024} KiB" : $"{maxBytes / Mebibyte} MiB")}.");
}

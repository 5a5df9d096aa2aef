using System.Text;
using Microsoft.AspNetCore.Http;
using Registry.Core.Events;
using Registry.Http.Bodies;

namespace Registry.Http.Events;

/// <summary>Writes events from their own bytes, which all readers share; nothing of the answer is held as a whole.</summary>
internal static class EventPageAnswer
{
    // What is written before the client has to keep up.
    private const int FlushEvery = 64 * 1024;
    private const int FirstCapacity = 4096;

    public static async Task WriteAsync(HttpContext context, EventBatch batch, string source)
    {
        var response = context.Response;
        response.ContentType = JsonAnswer.ContentType;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        using var buffer = new PooledBuffer(FirstCapacity);
        Write(buffer, "{\"events\":["u8);
        for (var i = 0; i < batch.Events.Count; i++)
        {
            Write(buffer, i > 0 ? ","u8 : ""u8);
            Write(buffer, batch.Events[i].Document(source).Span);
            if (buffer.Length >= FlushEvery)
            {
                await response.BodyWriter.WriteAsync(buffer.Written, context.RequestAborted);
                buffer.Clear();
            }
        }

        // A cursor is of the alphabet of base64url.
        Write(buffer, "],\"cursor\":\""u8);
        Write(buffer, Encoding.ASCII.GetBytes(batch.Cursor.ToString()));
        Write(buffer, "\"}"u8);
        await response.BodyWriter.WriteAsync(buffer.Written, context.RequestAborted);
    }

    private static void Write(PooledBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.GetSpan(bytes.Length));
        buffer.Advance(bytes.Length);
    }
}

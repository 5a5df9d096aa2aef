using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Registry.Http.Bodies;

/// <summary>Writes answers that fit in memory, with their length.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json; charset=utf-8";
    private const int FirstCapacity = 1024;

    // No answer is ever part of an HTML page, and nosniff says so: only what JSON itself needs is escaped.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, string contentType = ContentType)
    {
        using var buffer = new PooledBuffer(FirstCapacity);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        await WriteAsync(context, buffer.Written, contentType);
    }

    /// <summary>HEAD gets the headers alone.</summary>
    public static async ValueTask WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, string contentType = ContentType)
    {
        var response = context.Response;
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(json, context.RequestAborted);
        }
    }
}

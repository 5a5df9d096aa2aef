using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace Registry.Http.Bodies;

/// <summary>Writes an answer that is not held as a whole, compressed where the client takes it and it pays.</summary>
internal static class StreamedAnswer
{
    /// <param name="context">Of the request. HEAD gets the headers alone.</param>
    /// <param name="worthCompressing">Whether the answer is long enough.</param>
    /// <param name="compression">What the server can do.</param>
    /// <param name="writeAsync">Writes it.</param>
    /// <param name="contentType">What it is.</param>
    public static async Task WriteAsync(
        HttpContext context,
        bool worthCompressing,
        IResponseCompressionProvider compression,
        Func<PipeWriter, CancellationToken, Task> writeAsync,
        string contentType = JsonAnswer.ContentType)
    {
        var response = context.Response;
        response.ContentType = contentType;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        var provider = worthCompressing && compression.CheckRequestAcceptsCompression(context) ? compression.GetCompressionProvider(context) : null;
        if (provider is not null)
        {
            response.Headers.ContentEncoding = provider.EncodingName;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        if (provider is null)
        {
            await writeAsync(response.BodyWriter, context.RequestAborted);
            return;
        }

        await using var compressed = provider.CreateStream(response.Body);
        var writer = PipeWriter.Create(compressed, new StreamPipeWriterOptions(leaveOpen: true));
        await writeAsync(writer, context.RequestAborted);
        await writer.CompleteAsync();
    }
}

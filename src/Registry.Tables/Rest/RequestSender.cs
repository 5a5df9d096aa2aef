using Azure.Core;
using Azure.Core.Pipeline;
using Registry.Core.Time;

namespace Registry.Tables.Rest;

/// <summary>Sends one request once, and tells the storage clock the Date of its answer.</summary>
internal sealed class RequestSender(HttpPipeline pipeline, StorageClock clock, TimeProvider time)
{
    public HttpMessage Create(RequestMethod method, Uri address)
    {
        var message = pipeline.CreateMessage();
        // Headers are timed and the body is read here, not by the pipeline.
        message.BufferResponse = false;
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        message.Request.Headers.SetValue("x-ms-version", TableHeaders.Version);
        message.Request.Headers.SetValue("DataServiceVersion", TableHeaders.DataService);
        message.Request.Headers.SetValue("Accept", TableHeaders.Json);
        return message;
    }

    public async Task<Answer> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        var sent = time.GetTimestamp();
        await pipeline.SendAsync(message, cancellationToken);
        var received = time.GetTimestamp();
        if (message.Response.Headers.Date is { } date)
        {
            clock.Observe(date, sent, received);
        }

        return await Answer.ReadAsync(message.Response, cancellationToken);
    }
}

using Azure.Core;

namespace Registry.Tables.Rest;

/// <summary>
/// A body that goes out once. SocketsHttpHandler sends a request again, POST included, when a pooled connection ends before the first byte
/// of an answer came; the service may have carried the first one out. The second time this content breaks the connection off, before
/// the request is complete. Writes without a body use an empty one for the same reason.
/// </summary>
internal sealed class SendOnceContent(ReadOnlyMemory<byte> body) : RequestContent
{
    private int _started;

    /// <summary>Whether anything of it may have reached the service.</summary>
    public bool Started => Volatile.Read(ref _started) != 0;

    public override async Task WriteToAsync(Stream stream, CancellationToken cancellation)
    {
        Start();
        await stream.WriteAsync(body, cancellation);
    }

    public override void WriteTo(Stream stream, CancellationToken cancellation)
    {
        Start();
        stream.Write(body.Span);
    }

    public override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    public override void Dispose()
    {
    }

    private void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new IOException("The connection ended before the service answered. The request is not sent again.");
        }
    }
}

using Azure.Core;

namespace Registry.Tables.Rest;

/// <summary>
/// A body that goes out once, and tells whether it began to. When a pooled connection ends before the first byte of an answer,
/// SocketsHttpHandler sends a request without content again, three times, whatever its method (measured on .NET 10): a delete that
/// was carried out would come back as NotFound. It does not do so with content, so a delete has an empty one; and should a transport ever
/// start this one a second time, it breaks the connection off before the request is complete.
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

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Registry.Core.Tests.Outbound;

/// <summary>A server on loopback that does to each connection what a test says.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly Task _accepting;

    public LoopbackServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections.Count;

    /// <summary>What the first client said up to its empty line, once it has said it.</summary>
    public TaskCompletionSource<string> Request { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers each request with a text.</summary>
    public static LoopbackServer Answering(string answer) => new((stream, stop) => stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop).AsTask());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var head = new byte[64 * 1024];
                var length = 0;
                do
                {
                    var read = await client.GetStream().ReadAsync(head.AsMemory(length), _stop.Token);
                    if (read == 0)
                    {
                        return;
                    }

                    length += read;
                }
                while (head[0] != 0x16 && head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0);

                Request.TrySetResult(Encoding.ASCII.GetString(head, 0, length));
                await _serve(client.GetStream(), _stop.Token);
            }
            catch (Exception broken) when (broken is IOException or OperationCanceledException)
            {
                // The client broke off, or the test is over.
            }
        }
    }
}

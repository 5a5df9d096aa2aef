using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Registry.Tables.Tests.Rest;

/// <summary>
/// A server on loopback that answers the first request of each connection with 404 and keeps the connection, and then, having read
/// a write whole, closes without a word: what the transport takes for a stale connection. It counts the writes that arrived whole.
/// </summary>
internal sealed class BreakingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _writes;
    private int _connectionCount;

    public BreakingServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Refuse connections once the first write was read.</summary>
    public bool StopListeningAfterWrite { get; init; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Writes => Volatile.Read(ref _writes);

    public int Connections => Volatile.Read(ref _connectionCount);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connectionCount);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped listening: while it waited, or (InvalidOperationException, of which ObjectDisposedException is one) before it asked again.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                while (await ReadRequestAsync(client.GetStream()) is { Length: > 0 } method)
                {
                    if (method != "GET")
                    {
                        if (StopListeningAfterWrite)
                        {
                            _listener.Stop();
                        }

                        Interlocked.Increment(ref _writes);
                        return;
                    }

                    await client.GetStream().WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
                }
            }
            catch (Exception broken) when (broken is IOException or OperationCanceledException)
            {
                // The client broke off.
            }
        }
    }

    /// <summary>The method of a request that arrived whole, or nothing.</summary>
    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return "";
            }

            head.Append((char)one[0]);
        }

        var text = head.ToString();
        var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1] ?? "0";
        var body = new byte[int.Parse(length, null)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return text.Split(' ')[0];
    }
}

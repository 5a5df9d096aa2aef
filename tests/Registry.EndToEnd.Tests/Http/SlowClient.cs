using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Registry.EndToEnd.Tests.Http;

/// <summary>Begins a request and sends it on byte by byte, as slow-loris does, until it is answered.</summary>
internal static class SlowClient
{
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(200);

    /// <summary>The whole answer, read until the server closes.</summary>
    public static async Task<string> DripAsync(int port, string beginning, CancellationToken cancellationToken)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), cancellationToken);

        var buffer = new byte[16 * 1024];
        var answer = new StringBuilder();
        var reading = stream.ReadAsync(buffer, cancellationToken).AsTask();
        while (await Task.WhenAny(reading, Task.Delay(BetweenBytes, TimeProvider.System, cancellationToken)) != reading)
        {
            await stream.WriteAsync("x"u8.ToArray(), cancellationToken);
        }

        for (var read = await reading; read > 0; read = await ReadAsync(stream, buffer, cancellationToken))
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }

    /// <summary>A server that closes on bytes it has not read resets the connection: that is the end too.</summary>
    private static async Task<int> ReadAsync(NetworkStream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

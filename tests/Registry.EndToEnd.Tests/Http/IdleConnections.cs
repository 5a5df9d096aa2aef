using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Registry.EndToEnd.Tests.Http;

/// <summary>Connections that never say anything, as many as are asked for or as the limit on open files allows.</summary>
internal sealed partial class IdleConnections : IAsyncDisposable
{
    private const int AtOnce = 100;
    private const int FilesLeft = 2_000;
    private const string Limits = "/proc/self/limits";

    private readonly List<Socket> _sockets = [];

    public int Count => _sockets.Count;

    public static async Task<IdleConnections> OpenAsync(int port, int count, CancellationToken cancellationToken)
    {
        var idle = new IdleConnections();
        var allowed = Math.Min(count, MaxFiles() - FilesLeft);
        while (idle.Count < allowed)
        {
            var more = Math.Min(AtOnce, allowed - idle.Count);
            idle._sockets.AddRange(await Task.WhenAll(Enumerable.Range(0, more).Select(_ => ConnectAsync(port, cancellationToken))));
        }

        return idle;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
        {
            // Without lingering ports, which other tests need.
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private static async Task<Socket> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return socket;
    }

    // The runtime raises its own limit to the hard one.
    private static int MaxFiles() =>
        File.Exists(Limits) && HardLimit().Match(File.ReadAllText(Limits)) is { Success: true } match && int.TryParse(match.Groups[1].Value, out var files)
            ? files
            : int.MaxValue;

    [GeneratedRegex(@"Max open files\s+\S+\s+(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex HardLimit();
}

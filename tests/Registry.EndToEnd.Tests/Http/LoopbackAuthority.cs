using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Testing;

namespace Registry.EndToEnd.Tests.Http;

/// <summary>An authority on a free port: its metadata, its key, and tokens of it.</summary>
internal sealed class LoopbackAuthority : IAsyncDisposable
{
    public const string Audience = "api://registry";

    private readonly TrustKit _key = TrustKit.Rsa();
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private int _asked;

    public LoopbackAuthority()
    {
        Address = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>How many requests reached it.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public string Token(string subject, string role)
    {
        var now = TimeProvider.System.GetUtcNow();
        var claims = new JsonObject
        {
            ["iss"] = Address,
            ["aud"] = Audience,
            ["sub"] = subject,
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            ["roles"] = new JsonArray(role),
        };
        return _key.Sign(claims, header: new JsonObject { ["kid"] = "k1" });
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _key.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                Interlocked.Increment(ref _asked);
                JsonObject answer = context.Request.Url!.AbsolutePath == "/keys"
                    ? _key.JwkSet("k1")
                    : new JsonObject { ["issuer"] = Address, ["jwks_uri"] = Address + "/keys" };
                await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer));
                context.Response.Close();
            }
            catch (Exception broken) when (broken is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over.
            }
        }
    }
}

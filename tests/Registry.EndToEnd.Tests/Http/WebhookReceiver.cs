using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Registry.EndToEnd.Tests.Http;

/// <summary>A receiver of webhooks on a free port: keeps what it accepted, and checks every signature.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly byte[] _secret;
    private readonly Task _serving;

    public WebhookReceiver(string secret)
    {
        _secret = Encoding.UTF8.GetBytes(secret);
        Port = FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/hook";

    /// <summary>What every event is answered.</summary>
    public HttpStatusCode Answer { get; set; } = HttpStatusCode.Accepted;

    /// <summary>Agent and id of each event that was accepted, in order.</summary>
    public ConcurrentQueue<(string AgentId, string EventId)> Accepted { get; } = new();

    public ConcurrentQueue<string> Refused { get; } = new();

    /// <summary>Requests that no signature, or a wrong one, came with.</summary>
    public ConcurrentQueue<string> Forged { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await TakeAsync(await _listener.GetContextAsync());
            }
            catch (Exception broken) when (broken is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over, or the registry was killed in the middle of a request.
            }
        }
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(buffer);
        var body = buffer.ToArray();
        using var parsed = JsonDocument.Parse(body);
        var id = parsed.RootElement.GetProperty("id").GetString()!;
        var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(_secret, body));
        if (context.Request.Headers["X-Registry-Signature"] != expected || !context.Request.ContentType!.StartsWith("application/cloudevents+json", StringComparison.Ordinal))
        {
            Forged.Enqueue(id);
        }

        var answer = Answer;
        if ((int)answer < 300)
        {
            Accepted.Enqueue((parsed.RootElement.GetProperty("subject").GetString()!, id));
        }
        else
        {
            Refused.Enqueue(id);
        }

        context.Response.StatusCode = (int)answer;
        context.Response.Close();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Registry.Tables.Tests.Rest;

/// <summary>Answers requests from a script, in order, and keeps what was asked.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _script = new();
    private readonly SemaphoreSlim _arrived = new(0);

    public ConcurrentQueue<(HttpMethod Method, Uri Address, string Body, HttpRequestMessage Request)> Requests { get; } = [];

    /// <summary>Completes with the next request that was not waited for yet.</summary>
    public Task NextRequestAsync() => _arrived.WaitAsync();

    public ScriptedHandler Answer(int status, string body = "", string? date = null, string? retryAfter = null, string? header = null, string? value = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        foreach (var (name, text) in new[] { ("Date", date), ("Retry-After", retryAfter), (header ?? "x", value) })
        {
            if (text is not null)
            {
                answer.Headers.TryAddWithoutValidation(name, text);
            }
        }

        _script.Enqueue(_ => Task.FromResult(answer));
        return this;
    }

    /// <summary>As <see cref="Answer"/>, with any headers.</summary>
    public ScriptedHandler AnswerWith(int status, string body, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        _script.Enqueue(_ => Task.FromResult(answer));
        return this;
    }

    public ScriptedHandler Throw(Exception failure)
    {
        _script.Enqueue(_ => Task.FromException<HttpResponseMessage>(failure));
        return this;
    }

    /// <summary>No answer, ever.</summary>
    public ScriptedHandler Hang()
    {
        _script.Enqueue(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException();
        });
        return this;
    }

    protected override void Dispose(bool disposing)
    {
        _arrived.Dispose();
        base.Dispose(disposing);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Enqueue((request.Method, request.RequestUri!, body, request));
        _arrived.Release();
        return await _script.Dequeue()(cancellationToken);
    }
}

using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Registry.Core.Agents;
using Registry.Core.Health.Probing;
using Registry.Core.Lifecycles.Hooks;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>A registry of its own for one sequence of requests.</summary>
internal sealed class FuzzRun : IAsyncDisposable
{
    private const int TurnsBetweenSteps = 500;
    private const int SmallSteps = 200;
    private const int MostSteps = 3_000;

    // Work that goes on is not to meet limits only because the clock runs faster than it.
    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SmallStep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LargeStep = TimeSpan.FromSeconds(1);

    private readonly HttpHost _host;
    private readonly Changes _changes = new();
    private readonly Placeholders _known = new();

    private FuzzRun(HttpHost host)
    {
        _host = host;
        host.Table.Written = _changes.Note;
        host.Hooks.Answers["https://refuses.example/hook"] = new HookAnswer(ProbeError.None, 403, null);
        host.Hooks.Answers["https://fails.example/hook"] = new HookAnswer(ProbeError.TimedOut, 0, null);
    }

    /// <param name="isFaulty">Whether every call to the table is a bug: to see that this is found.</param>
    public static async Task<FuzzRun> StartAsync(bool isFaulty = false)
    {
        var keys = Pools.Secrets.Zip(Pools.Owners, (secret, owner) => Keys.Of(owner, RoleOf(owner), secret) with { Namespaces = owner == "team" ? ["team:"] : [] }).ToList();
        var host = await HttpHost.StartAsync(
            keys, remoteAddress: "203.0.113.9", configure: static options => options with { Limits = new() { RequestsPerSecondPerAddress = 0, RequestsPerSecondPerKey = 0 } });
        host.Table.Throws = isFaulty;
        return new FuzzRun(host);
    }

    /// <summary>The served document.</summary>
    public async Task<ApiDocument> DocumentAsync() => new(await Answers.JsonAsync(await _host.Client.GetAsync("/openapi/v1.json")));

    /// <summary>Sends a request. Gives it as it was sent, and its answer; none when nothing came within an hour of the registry's time.</summary>
    public async Task<(FuzzRequest Sent, FuzzAnswer? Answer)> SendAsync(FuzzRequest request)
    {
        _host.Time.Advance(request.Pause);
        var sent = _known.Fill(request);
        _host.Log.Clear();
        using var abandon = new CancellationTokenSource();
        var sending = ExchangeAsync(sent, abandon.Token);
        var steps = 0;
        var stepped = Stopwatch.GetTimestamp();
        for (var turns = 1L; !sending.IsCompleted; turns++)
        {
            if (turns % TurnsBetweenSteps == 0 && Stopwatch.GetElapsedTime(stepped) > ShortestStep)
            {
                stepped = Stopwatch.GetTimestamp();
                if (++steps > MostSteps)
                {
                    await abandon.CancelAsync();
                    return (sent, null);
                }

                // One timer alone is a limit on work that goes on: that gets more turns.
                if (_host.Time.TimerCount > 1 || (_host.Time.TimerCount == 1 && steps % 10 == 0))
                {
                    _host.Time.Advance(steps < SmallSteps ? SmallStep : LargeStep);
                }
            }

            await Task.Yield();
        }

        var answer = await sending;
        _known.Learn(sent, answer);
        return (sent, answer);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static CallerRole RoleOf(string owner) => owner switch
    {
        "admin" => CallerRole.Admin,
        "operator" => CallerRole.Operator,
        "reader" => CallerRole.Reader,
        _ => CallerRole.Agent,
    };

    private async Task<FuzzAnswer> ExchangeAsync(FuzzRequest request, CancellationToken cancellationToken)
    {
        _changes.Take("");
        string? template = null;
        var context = await _host.Server.SendAsync(
            context =>
            {
                Fill(context, request);
                context.Response.OnStarting(() =>
                {
                    template = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
                    return Task.CompletedTask;
                });
            },
            cancellationToken);
        byte[]? body = null;
        await using (var stream = context.Response.Body)
        {
            if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) != true)
            {
                using var copy = new MemoryStream();
                await stream.CopyToAsync(copy, cancellationToken);
                body = copy.ToArray();
            }
        }

        var faults = _host.Log.All.Where(static line => line.Level >= LogLevel.Error && line.Exception is not null).Select(static line => $"{line.Text} {line.Exception}").ToList();
        var changes = _changes.Take(context.Response.Headers["X-Correlation-Id"].ToString());
        return new FuzzAnswer(context.Response.StatusCode, template, context.Response.Headers, body, changes, faults);
    }

    private static void Fill(HttpContext context, FuzzRequest request)
    {
        context.Request.Method = request.Method;
        context.Request.Path = new PathString(PercentEncoding.Decode(request.Path));
        context.Request.QueryString = request.Query.Length == 0 ? QueryString.Empty : new QueryString("?" + string.Join('&', request.Query));
        foreach (var (name, value) in request.Headers)
        {
            context.Request.Headers.Append(name, value);
        }

        if (request.Body is { } body)
        {
            context.Request.Body = new MemoryStream(body);
            context.Request.ContentLength = request.IsChunked ? null : body.Length;
            context.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        }
    }

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}

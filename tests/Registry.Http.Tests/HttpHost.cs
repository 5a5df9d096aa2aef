using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Diagnostics;
using Registry.Core.Health.Probing;
using Registry.Core.Lifecycles.Hooks;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Core.Webhooks;
using Registry.Http.Auth;
using Registry.Http.Tests.Hooks;
using Registry.Tables.InMemory;
using Registry.Testing;
using Xunit;

namespace Registry.Http.Tests;

/// <summary>
/// The real pipeline over a registry on an in-memory table, with a clock that stands still. Callers come from loopback and are
/// admin unless a test says otherwise.
/// </summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private const int TurnsBetweenSteps = 1000;
    private static readonly TimeSpan WaitStep = TimeSpan.FromMilliseconds(50);

    private readonly IHost _host;
    private readonly RemoteAddress _remote;

    private HttpHost(IHost host, RemoteAddress remote, LogLines log, ManualTimeProvider time, SwitchableTable table, StubProber prober, StubSender receiver)
    {
        Receiver = receiver;
        Prober = prober;
        (_host, _remote) = (host, remote);
        Log = log;
        Time = time;
        Table = table;
        Server = host.GetTestServer();
        Client = Server.CreateClient();
    }

    public TestServer Server { get; }

    public HttpClient Client { get; }

    public LogLines Log { get; }

    public ManualTimeProvider Time { get; }

    public SwitchableTable Table { get; }

    public StubProber Prober { get; }

    public StubSender Receiver { get; }

    /// <summary>Where callers come from; null: the server can't tell.</summary>
    public string? RemoteAddress
    {
        set => _remote.Value = value;
    }

    /// <summary>Who is called as a hook.</summary>
    public StubHookSender Hooks => (StubHookSender)_host.Services.GetRequiredService<IHookSender>();

    public static async Task<HttpHost> StartAsync(
        IReadOnlyList<ApiKeyOptions>? keys = null, bool trustLoopback = true, string? remoteAddress = "127.0.0.1",
        Func<RegistryHttpOptions, RegistryHttpOptions>? configure = null)
    {
        var time = new ManualTimeProvider();
        var clock = new StorageClock(time);
        var counters = new TableCounters();
        var table = new SwitchableTable(new InMemoryTable(time, clock, counters));
        await table.CreateIfNotExistsAsync(CancellationToken.None);
        var log = new LogLines();
        var prober = new StubProber();
        var receiver = new StubSender();
        var options = new RegistryHttpOptions { Keys = keys ?? [], TrustLoopback = trustLoopback, Version = "1.2.3" };
        options = configure?.Invoke(options) ?? options;
        var remote = new RemoteAddress { Value = remoteAddress };
        var host = new HostBuilder()
            .ConfigureWebHost(web => web
                .UseTestServer()
                .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log))
                .ConfigureServices(services => services
                    .AddSingleton<TimeProvider>(time)
                    .AddSingleton(Entropy.System)
                    .AddSingleton<ITable>(table)
                    .AddSingleton(clock)
                    .AddSingleton(new RegistryOptions())
                    .AddSingleton(counters)
                    .AddSingleton<RegistryMetrics>()
                    .AddSingleton<IProber>(prober)
                    .AddSingleton<IWebhookSender>(receiver)
                    .AddSingleton<IHookSender, StubHookSender>()
                    .AddSingleton<AgentRegistry>()
                    .AddRegistryHttp(options))
                .Configure(app =>
                {
                    // The test server has no connection, so nobody would be local.
                    app.Use((context, next) =>
                    {
                        context.Connection.RemoteIpAddress = remote.Value is { } address ? IPAddress.Parse(address) : null;
                        return next(context);
                    });
                    RegistryPipeline.Use(app);
                }))
            .Build();
        await host.StartAsync();
        return new HttpHost(host, remote, log, time, table, prober, receiver);
    }

    /// <summary>Sends a request; headers as <c>Name: value</c>.</summary>
    public Task<HttpResponseMessage> SendAsync(string method, string path, string? json = null, params string[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim());
        }

        return Client.SendAsync(request);
    }

    /// <summary>As <see cref="SendAsync"/>, for a request that is answered only after it has waited: the clock goes on meanwhile.</summary>
    public Task<HttpResponseMessage> SendAndWaitAsync(string method, string path, string? json = null, params string[] headers) =>
        WaitAsync(SendAsync(method, path, json, headers));

    /// <summary>Lets the clock go on until the answer is there.</summary>
    public async Task<HttpResponseMessage> WaitAsync(Task<HttpResponseMessage> answer)
    {
        var turns = 0;
        while (!answer.IsCompleted)
        {
            // One timer alone is a limit on work that is under way: time goes on only when that work waits as well. Several limits may be on work
            // of one request that goes on in parallel: it gets its turns first.
            if (Time.TimerCount > 1 && ++turns % TurnsBetweenSteps == 0)
            {
                Time.Advance(WaitStep);
            }

            await Task.Yield();
        }

        return await answer;
    }

    /// <summary>Registers an agent and gives its id.</summary>
    public async Task<string> RegisterAsync(string? id = null, string more = "")
    {
        var chosen = id is null ? "" : $"\"id\":\"{id}\",";
        using var response = await SendAsync(
            "POST", "/agents/register", $$"""{{{chosen}}"name":"{{id ?? "anonymous"}}","type":"cost","host":"h","port":8001{{more}}}""");
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await Answers.JsonAsync(response)).GetProperty("agent_id").GetString()!;
    }

    /// <summary>Ends the server; requests in flight are over then.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }
}

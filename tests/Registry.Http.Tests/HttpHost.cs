using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Core.Agents;
using Registry.Http.Auth;

namespace Registry.Http.Tests;

/// <summary>The real pipeline in this process. Callers come from loopback and are admin unless a test says otherwise.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private readonly IHost _host;

    private HttpHost(IHost host, LogLines log)
    {
        _host = host;
        Log = log;
        Server = host.GetTestServer();
        Client = Server.CreateClient();
    }

    public TestServer Server { get; }

    public HttpClient Client { get; }

    public LogLines Log { get; }

    public static async Task<HttpHost> StartAsync(
        IReadOnlyList<ApiKeyOptions>? keys = null, bool trustLoopback = true, string? remoteAddress = "127.0.0.1", AgentRegistry? registry = null)
    {
        var log = new LogLines();
        var options = new RegistryHttpOptions { Keys = keys ?? [], TrustLoopback = trustLoopback, Version = "1.2.3" };
        var host = new HostBuilder()
            .ConfigureWebHost(web => web
                .UseTestServer()
                .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log))
                .ConfigureServices(services => services
                    .AddSingleton(registry ?? new AgentRegistry())
                    .AddRegistryHttp(options))
                .Configure(app =>
                {
                    // The test server has no connection, so nobody would be local.
                    app.Use((context, next) =>
                    {
                        context.Connection.RemoteIpAddress = remoteAddress is null ? null : IPAddress.Parse(remoteAddress);
                        return next(context);
                    });
                    RegistryPipeline.Use(app);
                }))
            .Build();
        await host.StartAsync();
        return new HttpHost(host, log);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }
}

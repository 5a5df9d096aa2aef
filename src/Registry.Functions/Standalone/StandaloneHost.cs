using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Functions.Composition;
using Registry.Functions.Settings;
using Registry.Http;
using Registry.Http.Traffic;

namespace Registry.Functions.Standalone;

/// <summary>Kestrel with the one pipeline, and the jobs in process.</summary>
internal static class StandaloneHost
{
    // A header block is a few packets; who takes longer holds a connection for nothing.
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    // Longer than the 60 s that agents' clients keep an idle connection, so that they are the ones to close it.
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(90);

    // Bytes a second after a grace: the server's own defaults, written down because they are a promise.
    private static readonly MinDataRate BodyRate = new(240, TimeSpan.FromSeconds(5));

    public static WebApplication Build(IConfiguration configuration, RegistrySettings settings, RegistryStorage storage, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, settings.Limits)).UseUrls([.. settings.Urls]);
        builder.Services
            .AddApp(settings, storage, time, standalone: true)
            .AddHostedService<WarmUp>()
            .Replace(ServiceDescriptor.Singleton<IHostLifetime, NoHostLifetime>())
            .Configure<HostOptions>(static options => options.ServicesStopConcurrently = true);

        var app = builder.Build();
        RegistryPipeline.Use(app);
        return app;
    }

    // Body limits are the endpoints' own (they answer 413 as problem details); Kestrel's of 30 MB stays behind them.
    private static void Configure(KestrelServerOptions options, TrafficLimits limits)
    {
        options.AddServerHeader = false;
        options.Limits.RequestHeadersTimeout = HeadersTimeout;
        options.Limits.KeepAliveTimeout = KeepAliveTimeout;
        options.Limits.MinRequestBodyDataRate = BodyRate;
        options.Limits.MaxConcurrentConnections = OpenFiles.Connections(limits.Connections, OpenFiles.Limit());
    }
}

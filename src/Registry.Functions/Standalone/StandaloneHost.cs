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

namespace Registry.Functions.Standalone;

/// <summary>Kestrel with the one pipeline, and the jobs in process.</summary>
internal static class StandaloneHost
{
    // A header block is a few packets; who takes longer holds a connection for nothing.
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    // Longer than the 60 s that agents' clients keep an idle connection, so that they are the ones to close it.
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(90);

    public static WebApplication Build(IConfiguration configuration, RegistrySettings settings, RegistryStorage storage, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure).UseUrls([.. settings.Urls]);
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
    private static void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.RequestHeadersTimeout = HeadersTimeout;
        options.Limits.KeepAliveTimeout = KeepAliveTimeout;
    }
}

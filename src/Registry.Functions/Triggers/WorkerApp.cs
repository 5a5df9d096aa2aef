using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Functions.Composition;
using Registry.Functions.Settings;
using Registry.Functions.Standalone;
using Registry.Functions.Telemetry;
using Registry.Functions.Worker;

namespace Registry.Functions.Triggers;

/// <summary>The app started by the Functions host, as its isolated worker. Shards are loaded on first need: the host waits for the start.</summary>
internal static class WorkerApp
{
    /// <param name="args">The host's: where it listens, and who this worker is.</param>
    /// <param name="configuration">Levels of the log, and what an exporter wants to know.</param>
    /// <param name="settings">All settings.</param>
    public static async Task<int> RunAsync(string[] args, IConfiguration configuration, RegistrySettings settings)
    {
        using var traces = TraceParents.Honour();
        using var telemetry = OtlpTelemetry.Start(configuration);
        var time = TimeProvider.System;
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Logging.AddConfiguration(configuration.GetSection("Logging"));
        builder.Services
            .AddApp(settings, StorageFactory.Create(settings.Storage, time), time, standalone: false)
            .AddWorker();

        using var app = builder.Build();
        await app.RunAsync();
        return 0;
    }
}

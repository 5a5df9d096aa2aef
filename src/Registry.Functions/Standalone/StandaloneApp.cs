using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Registry.Core.Agents;
using Registry.Functions.Composition;
using Registry.Functions.Settings;
using Registry.Functions.Telemetry;
using Registry.Tables.Azurite;

namespace Registry.Functions.Standalone;

/// <summary>The app started by itself: brings up what it needs, serves, and takes everything down in order.</summary>
internal static class StandaloneApp
{
    // Requests in flight get this long; it is twice the deadline of a commit.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastFlushTime = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(IConfiguration configuration, RegistrySettings settings)
    {
        using var signals = new ShutdownSignals();
        ConsoleFormat.Choose(configuration, settings.Storage);
        using var traces = TraceParents.Honour();

        // Ends after everything else: what the last flush did is sent too.
        using var telemetry = OtlpTelemetry.Start(configuration);
        try
        {
            return await RunAsync(configuration, settings, TimeProvider.System, signals.Stopping);
        }
        catch (OperationCanceledException) when (signals.Stopping.IsCancellationRequested)
        {
            // Stopped while it was starting: there is nothing to drain yet.
            return 0;
        }
    }

    private static async Task<int> RunAsync(IConfiguration configuration, RegistrySettings settings, TimeProvider time, CancellationToken stopping)
    {
        // Azurite takes its time to start; the app is put together meanwhile.
        var starting = DevelopmentStorage.StartAsync(settings, Directory.GetCurrentDirectory(), time, stopping);
        await using var app = StandaloneHost.Build(configuration, settings, StorageFactory.Create(settings.Storage, time), time);
        var azurite = await starting;
        if (azurite.Error is { } error)
        {
            return StartFailure.NoStorage(error).Tell(Console.Error);
        }

        // Disposed last of all, after the last flush: then it saves its data.
        await using var ownAzurite = azurite.Process;
        if (await StartAsync(app, settings, stopping) is { } failure)
        {
            return failure.Tell(Console.Error);
        }

        Greeting.Tell(configuration, settings, Describe(settings.Storage, azurite.Process), [.. app.Urls], app.Logger);
        var exitCode = await ServeAsync(app, stopping);
        await DrainAsync(app, time);
        return exitCode;
    }

    private static async Task<StartFailure?> StartAsync(WebApplication app, RegistrySettings settings, CancellationToken stopping)
    {
        try
        {
            await app.StartAsync(stopping);
            return null;
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            return StartFailure.CannotListen(settings.Urls, "something else listens there already");
        }
        catch (SocketException error)
        {
            return StartFailure.CannotListen(settings.Urls, error.Message);
        }
    }

    /// <summary>Until a signal comes, or the host stops because one of its services failed.</summary>
    private static async Task<int> ServeAsync(WebApplication app, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, app.Lifetime.ApplicationStopping);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = either.Token.Register(stopped.SetResult);
        await stopped.Task;
        return stopping.IsCancellationRequested ? 0 : StartFailure.ExitCode;
    }

    /// <summary>No new requests, no more jobs; requests in flight end, with the flush that they wait for; then the last flush of all.</summary>
    private static async Task DrainAsync(WebApplication app, TimeProvider time)
    {
        using var drain = new CancellationTokenSource(DrainTime, time);
        await app.StopAsync(drain.Token);
        using var lastFlush = new CancellationTokenSource(LastFlushTime, time);
        await app.Services.GetRequiredService<AgentRegistry>().StopAsync(lastFlush.Token);
    }

    private static string Describe(StorageSettings storage, AzuriteProcess? ownAzurite) => storage.Connection is not { } connection
        ? "in memory: nothing is kept when the app ends"
        : $"table {storage.Table} at {connection}{(ownAzurite is null ? "" : ", Azurite started with the app")}";
}

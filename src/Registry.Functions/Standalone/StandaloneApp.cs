using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Registry.Functions.Composition;
using Registry.Functions.Settings;

namespace Registry.Functions.Standalone;

/// <summary>The app started by itself: brings up what it needs, serves, and takes everything down in order.</summary>
internal static class StandaloneApp
{
    // Requests in flight get this long; a commit's own deadline is half of it.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(IConfiguration configuration, RegistrySettings settings)
    {
        var time = TimeProvider.System;
        using var signals = new ShutdownSignals();
        using var traces = TraceParents.Honour();
        var storage = StorageFactory.Create(settings.Storage, time);
        await using var app = StandaloneHost.Build(configuration, settings, storage, time);
        if (await StartAsync(app, settings, signals.Stopping) is { } failure)
        {
            return failure.Tell(Console.Error);
        }

        Greeting.Tell(Console.Out, settings, "memory", [.. app.Urls]);
        await WaitAsync(signals.Stopping);
        using var drain = new CancellationTokenSource(DrainTime, time);
        await app.StopAsync(drain.Token);
        return 0;
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
            return StartFailure.CannotListen(settings.Urls, error.SocketErrorCode == SocketError.AccessDenied ? "not permitted" : error.Message);
        }
    }

    private static async Task WaitAsync(CancellationToken stopping)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.Register(stopped.SetResult);
        await stopped.Task;
    }
}

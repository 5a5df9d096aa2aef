using Microsoft.Extensions.Hosting;

namespace Registry.Functions.Standalone;

/// <summary>The host neither waits for signals nor prints: <see cref="StandaloneApp"/> does both.</summary>
internal sealed class NoHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

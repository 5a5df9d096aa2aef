using Microsoft.Extensions.Hosting;
using Registry.Core.Agents;

namespace Registry.Functions.Worker;

/// <summary>
/// Makes heartbeats durable when the app stops: at once, because the Functions host kills its worker a few seconds after it asked it to
/// stop, and once more when the last request has ended. Requests that wait for a flush are answered by the first of the two.
/// </summary>
internal sealed class LastFlush(AgentRegistry registry) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => registry.StopAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => registry.StopAsync(cancellationToken);
}

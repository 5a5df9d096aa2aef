using Microsoft.Extensions.Hosting;
using Registry.Core.Agents;

namespace Registry.Functions.Worker;

/// <summary>What an instance commits it delivers to webhooks at once, also one that no timer ever fires on.</summary>
internal sealed class WebhookStart(AgentRegistry registry) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        registry.Webhooks.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

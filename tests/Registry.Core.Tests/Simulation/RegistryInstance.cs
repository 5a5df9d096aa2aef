using Microsoft.Extensions.Logging.Abstractions;
using Registry.Core.Agents;
using Registry.Core.Webhooks;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>One process that runs the registry: its requests, and the sweep on its schedule.</summary>
internal sealed class RegistryInstance(SimNode node, RegistryOptions options, TimeSpan sweepInterval, IWebhookSender? sender = null)
{
    private static readonly TimeSpan DeliveryInterval = TimeSpan.FromSeconds(5);

    private AgentRegistry? _registry;

    public SimNode Node => node;

    /// <summary>Made on first use, in the process's own context.</summary>
    public AgentRegistry Registry => _registry ??= new AgentRegistry(node.Table, node.Clock, node.Time, node.Entropy, options, NullLogger<AgentRegistry>.Instance, sender: sender);

    public async Task SweepOnScheduleAsync()
    {
        await Task.Delay(sweepInterval * node.Entropy.NextDouble(), node.Time);
        while (true)
        {
            await Registry.SweepAsync(TimeSpan.Zero, CancellationToken.None);
            await Task.Delay(sweepInterval, node.Time);
        }
    }

    /// <summary>As the host does: delivers what it learns of, and what is due on its schedule.</summary>
    public async Task DeliverOnScheduleAsync()
    {
        while (!await Registry.LoadAsync(CancellationToken.None))
        {
            await Task.Delay(DeliveryInterval, node.Time);
        }

        Registry.Webhooks.Start();
        while (true)
        {
            await Registry.Webhooks.DeliverDueAsync(CancellationToken.None);
            await Task.Delay(DeliveryInterval, node.Time);
        }
    }
}

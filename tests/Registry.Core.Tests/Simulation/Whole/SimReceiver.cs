using System.Text.Json;
using Registry.Core.Health.Probing;
using Registry.Core.Webhooks;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>Receivers that are slow, refuse, ask to be left alone, and take an event without a word; in calm they take everything.</summary>
internal sealed class SimReceiver(SimWorld world) : IWebhookSender
{
    private static readonly DeliveryAnswer Taken = new(202, ProbeError.None);

    private readonly SimRandom _random = world.Random.Fork();
    private readonly double _fails = world.Random.Pick([0, 0.02, 0.2]);

    public bool IsCalm { get; set; }

    /// <summary>Everything that a receiver took, in the order in which it came.</summary>
    public List<(Uri Url, string EventId, string AgentId)> Received { get; } = [];

    public int Refused { get; private set; }

    public async Task<DeliveryAnswer> SendAsync(Uri url, ReadOnlyMemory<byte> body, string secret, string? trace, CancellationToken cancellationToken)
    {
        using var parsed = JsonDocument.Parse(body);
        var (id, agent) = (parsed.RootElement.GetProperty("id").GetString()!, parsed.RootElement.GetProperty("subject").GetString()!);
        var isLate = !IsCalm && _random.Chance(0.05);
        if (IsCalm || !_random.Chance(_fails))
        {
            Received.Add((url, id, agent));
            world.Scheduler.Trace.Add(world.Scheduler.Now, "receiver", "takes", $"{id} of {agent}");
            await Task.Delay(_random.Between(0.001, isLate ? 8 : 0.05), world.TrueTime, cancellationToken);

            // Taken, but nobody is told.
            return !IsCalm && _random.Chance(_fails) ? new DeliveryAnswer(0, ProbeError.TimedOut) : Taken;
        }

        Refused++;
        await Task.Delay(_random.Between(0.001, isLate ? 8 : 0.05), world.TrueTime, cancellationToken);
        return _random.Next(3) switch
        {
            0 => new DeliveryAnswer(500, ProbeError.None),
            1 => new DeliveryAnswer(503, ProbeError.None) { RetryAfter = _random.Between(1, 5) },
            _ => new DeliveryAnswer(0, ProbeError.TimedOut),
        };
    }

    public Task<HandshakeAnswer> VerifyAsync(Uri url, CancellationToken cancellationToken) => Task.FromResult(new HandshakeAnswer(null, 60_000));
}

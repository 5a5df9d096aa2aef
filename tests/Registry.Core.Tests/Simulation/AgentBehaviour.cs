using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>How a simulated agent lives. Rates are probabilities a heartbeat interval.</summary>
internal sealed record AgentBehaviour
{
    /// <summary>The id it chooses; null where the registry chooses.</summary>
    public string? Id { get; init; }

    public bool UsesIdempotencyKey { get; init; }

    public TimeSpan Ttl { get; init; }

    /// <summary>It falls silent for good.</summary>
    public double Stops { get; init; }

    /// <summary>It falls silent for up to two TTLs.</summary>
    public double Naps { get; init; }

    /// <summary>It unregisters, and registers again some time later.</summary>
    public double Leaves { get; init; }

    public double Patches { get; init; }

    public double Puts { get; init; }

    /// <summary>Its heartbeat carries a status, or metadata.</summary>
    public double Reports { get; init; }

    /// <summary>Probability that a request goes to another instance than the one before.</summary>
    public double Wanders { get; init; }

    public static AgentBehaviour Draw(SimRandom random, string id)
    {
        double Rate(double most) => random.Chance(0.4) ? most * random.NextDouble() : 0;
        var ownId = random.Chance(0.8);
        return new AgentBehaviour
        {
            Id = ownId ? id : null,
            UsesIdempotencyKey = !ownId || random.Chance(0.3),
            Ttl = TimeSpan.FromSeconds(random.Pick([10, 10, 12, 20, 30])),
            Stops = Rate(0.06),
            Naps = Rate(0.7),
            Leaves = Rate(0.15),
            Patches = Rate(0.2),
            Puts = Rate(0.1),
            Reports = Rate(0.4),
            Wanders = random.Pick([0, 0.1, 0.5, 1]),
        };
    }
}

using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>How large a run is. Drawn from the seed.</summary>
internal sealed record SimulationSettings
{
    public int Shards { get; init; }

    public int Instances { get; init; }

    public int Agents { get; init; }

    public int Readers { get; init; }

    /// <summary>How long faults happen.</summary>
    public TimeSpan Chaos { get; init; }

    public TimeSpan SweepInterval { get; init; }

    public static SimulationSettings Draw(SimRandom random) => new()
    {
        Shards = random.Next(1, 3),
        Instances = random.Next(2, 4),
        Agents = random.Next(3, 11),
        Readers = random.Next(1, 3),
        Chaos = random.Between(40, 150),
        SweepInterval = TimeSpan.FromSeconds(random.Pick([1, 2, 5, 15])),
    };
}

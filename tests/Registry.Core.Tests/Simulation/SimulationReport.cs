using System.Globalization;
using System.Text;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>How one run ended.</summary>
internal sealed record SimulationReport(ulong Seed, SimulationSettings Settings, FaultPlan Plan, IReadOnlyList<string> Violations)
{
    // As many as a person reads.
    private const int Shown = 10;

    public required ulong TraceHash { get; init; }

    public required long Steps { get; init; }

    public required TimeSpan VirtualTime { get; init; }

    public required IReadOnlyList<SimTraceEvent> LastEvents { get; init; }

    /// <summary>What happened how often: operations by kind and answer, changes by type.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>What went wrong on purpose, and how often.</summary>
    public IReadOnlyDictionary<SimFault, int> Faults { get; init; } = new Dictionary<SimFault, int>();

    public bool IsGood => Violations.Count == 0;

    public string Describe()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {Seed} (REGISTRY_SIMULATION_SEED={Seed} replays it)");
        text.AppendLine(CultureInfo.InvariantCulture, $"trace {TraceHash:x16}, {Steps} steps, {VirtualTime} of virtual time");
        text.AppendLine(Settings.ToString()).AppendLine(Plan.ToString());
        foreach (var entry in LastEvents)
        {
            text.AppendLine(entry.ToString());
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{Violations.Count} violations:");
        foreach (var violation in Violations.Take(Shown))
        {
            text.AppendLine(violation);
        }

        return text.ToString();
    }
}

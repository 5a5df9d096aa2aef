using System.Globalization;

namespace Registry.Testing.Simulation;

/// <param name="At">Virtual time, ticks of 100 ns since the run began.</param>
/// <param name="Who">A context's name.</param>
/// <param name="What">What happened.</param>
/// <param name="Detail">More of it, or "".</param>
public readonly record struct SimTraceEvent(long At, string Who, string What, string Detail)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromTicks(At).TotalSeconds,12:F6} {Who,-10} {What} {Detail}");
}

namespace Registry.Bench;

/// <summary>What a load asks for. Every rate is a second's.</summary>
internal sealed record LoadPlan(Uri Url, int Agents, double HeartbeatSeconds, double Discoveries, double Resolves, double Seconds)
{
    // As the default TTL is three times the interval that agents are told.
    private const double RenewalsPerTtl = 3;
    private const int MinTtlSeconds = 10;

    public int TtlSeconds => Math.Max(MinTtlSeconds, (int)Math.Ceiling(HeartbeatSeconds * RenewalsPerTtl));

    public double Heartbeats => Agents / HeartbeatSeconds;

    /// <summary>Without a renewal for this long it is right to call an agent unreachable (<c>docs/health.md</c>).</summary>
    public double LapseSeconds => (TtlSeconds * 0.75) + 2;
}

namespace Registry.Core.Health.Sweeping;

/// <summary>What a sweep did, over all shards.</summary>
/// <param name="Unreachable">Agents marked.</param>
/// <param name="Expired">Registrations ended.</param>
/// <param name="Revived">Marks ended because the agent was heard again.</param>
/// <param name="FailedShards">Shards that could not be swept now.</param>
public sealed record SweepReport(int Unreachable, int Expired, int Revived, int FailedShards)
{
    /// <summary>How many of the expired were services.</summary>
    public int ExpiredServices { get; init; }

    internal SweepReport Plus(SweepReport other) =>
        new(Unreachable + other.Unreachable, Expired + other.Expired, Revived + other.Revived, FailedShards + other.FailedShards)
        {
            ExpiredServices = ExpiredServices + other.ExpiredServices,
        };
}

namespace Registry.Http.Traffic;

/// <summary>How much may come in. A limit of 0 is none.</summary>
public sealed record TrafficLimits
{
    /// <summary>Requests a second of one key, twice as many at once. Default 5,000: 100,000 agents of one key that renew every 30 s are 3,333.</summary>
    public int RequestsPerSecondPerKey { get; init; } = 5_000;

    /// <summary>Requests a second of one address that gives no valid key, twice as many at once; of IPv6 the first 64 bits count. Default 50.</summary>
    public int RequestsPerSecondPerAddress { get; init; } = 50;

    /// <summary>Requests in flight on this instance, held polls and streams among them; of one key half as many. Default 20,000.</summary>
    public int RequestsInFlight { get; init; } = 20_000;

    /// <summary>
    /// Connections open on this instance, where it runs by itself. Default 50,000: agents that renew every 30 s keep theirs open. Fewer where
    /// the limit on open files leaves fewer; those beyond are closed at once.
    /// </summary>
    public int Connections { get; init; } = 50_000;
}

namespace Registry.Core.Outbound;

/// <summary>Where probes, hooks and webhooks may go.</summary>
public sealed record OutboundOptions
{
    /// <summary>Whether loopback and private networks may be reached. <c>Registry__Outbound__AllowPrivate</c>, default false. Link-local and metadata addresses never are.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>For one connection, over all addresses of its name. Default 5 s; the caller's own time-out may be shorter.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);
}

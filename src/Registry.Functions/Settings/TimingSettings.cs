namespace Registry.Functions.Settings;

/// <summary>How fresh reads are and how often storage is asked.</summary>
internal sealed record TimingSettings
{
    /// <summary>Bound on how old a served read may be while storage answers, 50 ms … 1 min. Default 1 s.</summary>
    public TimeSpan MaxStaleness { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>At most one heartbeat flush per shard in this time, 10 ms … 1 s (a flush that takes 2 s is stamped anew). Default 100 ms.</summary>
    public TimeSpan HeartbeatFlushInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often other instances' heartbeats are read again, 100 ms … 1 min. Default 5 s.</summary>
    public TimeSpan VectorRefresh { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>At most one write of usage counts per shard in this time, 1 s … 1 h. Default 1 min.</summary>
    public TimeSpan UsageFlushInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long changes stay in the log, 1 min … 3,650 d. Default 7 d.</summary>
    public TimeSpan EventRetention { get; init; } = TimeSpan.FromDays(7);

    public static TimingSettings Read(SettingReader reader)
    {
        var defaults = new TimingSettings();
        var minute = TimeSpan.FromMinutes(1);
        return new TimingSettings
        {
            MaxStaleness = reader.Duration("Registry__MaxStaleness", defaults.MaxStaleness, TimeSpan.FromMilliseconds(50), minute),
            HeartbeatFlushInterval = reader.Duration(
                "Registry__HeartbeatFlushInterval", defaults.HeartbeatFlushInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1)),
            VectorRefresh = reader.Duration("Registry__VectorRefresh", defaults.VectorRefresh, TimeSpan.FromMilliseconds(100), minute),
            UsageFlushInterval = reader.Duration("Registry__UsageFlushInterval", defaults.UsageFlushInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            EventRetention = reader.Duration("Registry__EventRetention", defaults.EventRetention, minute, TimeSpan.FromDays(3_650)),
        };
    }
}

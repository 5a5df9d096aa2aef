namespace Registry.Functions.Settings;

/// <summary>Defaults for agents that say nothing about it themselves.</summary>
internal sealed record ProbingSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>Seconds between probes, 1 … 86,400. Default 30, as the service registry's document has it.</summary>
    public double IntervalSeconds { get; init; } = 30;

    /// <summary>Seconds a probe may take, at most the interval. Default 5.</summary>
    public double TimeoutSeconds { get; init; } = 5;

    /// <summary>Consecutive failures until the probes decide <c>unhealthy</c>, 1 … 1,000. Default 3.</summary>
    public int FailureThreshold { get; init; } = 3;

    /// <summary>Consecutive successes until they decide <c>healthy</c> again, 1 … 1,000. Default 2.</summary>
    public int SuccessThreshold { get; init; } = 2;

    /// <summary>Seconds until a service that gives no sign of life expires, 10 … 604,800. Default 300.</summary>
    public int ServiceTtlSeconds { get; init; } = 300;

    public static ProbingSettings Read(SettingReader reader)
    {
        var defaults = new ProbingSettings();
        var settings = new ProbingSettings
        {
            Enabled = reader.Flag("Registry__Probing__Enabled", defaults.Enabled),
            IntervalSeconds = reader.Seconds("Registry__HealthCheck__IntervalSeconds", defaults.IntervalSeconds, 1, 86_400),
            TimeoutSeconds = reader.Seconds("Registry__HealthCheck__TimeoutSeconds", defaults.TimeoutSeconds, 0.001, 86_400),
            FailureThreshold = reader.WholeNumber("Registry__HealthCheck__FailureThreshold", defaults.FailureThreshold, 1, 1_000),
            SuccessThreshold = reader.WholeNumber("Registry__HealthCheck__SuccessThreshold", defaults.SuccessThreshold, 1, 1_000),
            ServiceTtlSeconds = reader.WholeNumber("Registry__ServiceTtlSeconds", defaults.ServiceTtlSeconds, 10, 604_800),
        };

        if (settings.TimeoutSeconds > settings.IntervalSeconds)
        {
            reader.Refuse("Registry__HealthCheck__TimeoutSeconds", "must be at most Registry__HealthCheck__IntervalSeconds");
        }

        return settings;
    }
}

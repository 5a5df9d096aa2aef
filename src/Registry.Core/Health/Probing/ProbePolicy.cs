namespace Registry.Core.Health.Probing;

/// <summary>
/// Decides from one observation. Pure. The verdicts and what moves them:
/// <code>
/// unknown, unhealthy --(success threshold reached)--> what the agent says of itself: healthy, degraded or maintenance
/// healthy, degraded, maintenance --(a success)--> what it says of itself: its own words need no second opinion
/// any --(failure threshold reached)--> unhealthy
/// </code>
/// </summary>
internal static class ProbePolicy
{
    /// <param name="verdict">What the probes decided before: Unknown, Healthy, Degraded, Unhealthy or Maintenance.</param>
    /// <param name="last">How the probes before went.</param>
    /// <param name="seen">What this one saw.</param>
    /// <param name="rules">Of the agent.</param>
    /// <param name="now">Unix milliseconds, storage time.</param>
    public static ProbeDecision Decide(HealthStatus verdict, ProbeRecord last, ProbeObservation seen, ProbeRules rules, long now)
    {
        var record = last with { CheckedAt = now, ResponseTimeMs = seen.ResponseTimeMs, StatusCode = seen.StatusCode, Gated = IsGated(seen, rules) };
        if (seen.Error == ProbeError.AddressNotAllowed)
        {
            return new ProbeDecision(record with { Error = seen.Error }, verdict, ProbeResult.Skipped);
        }

        var error = ErrorOf(seen, rules);
        if (error != ProbeError.None)
        {
            record = record with { Error = error, Failures = Next(last.Failures), Successes = 0 };
            return new ProbeDecision(record, record.Failures >= rules.FailureThreshold ? HealthStatus.Unhealthy : verdict, ProbeResult.Failed);
        }

        record = record with { Error = ProbeError.None, Failures = 0, Successes = Next(last.Successes) };
        var trusted = verdict is not (HealthStatus.Unknown or HealthStatus.Unhealthy) || record.Successes >= rules.SuccessThreshold;
        var says = seen.Says is HealthStatus.Degraded or HealthStatus.Maintenance ? seen.Says : HealthStatus.Healthy;
        return new ProbeDecision(record, trusted ? says : verdict, ProbeResult.Succeeded);
    }

    private static ProbeError ErrorOf(ProbeObservation seen, ProbeRules rules)
    {
        if (seen.Error != ProbeError.None || rules.Kind == HealthCheckKind.Tcp)
        {
            return seen.Error;
        }

        if (IsGated(seen, rules))
        {
            return rules.GatedIsFailure ? ProbeError.Gated : ProbeError.None;
        }

        if (!IsSuccess(seen, rules))
        {
            return seen.StatusCode is >= 300 and < 400 ? ProbeError.Redirected : ProbeError.WrongStatusCode;
        }

        if (rules.Kind == HealthCheckKind.A2A && !seen.IsJsonObject)
        {
            return ProbeError.NoAgentCard;
        }

        return seen.Says == HealthStatus.Unhealthy ? ProbeError.SaysUnhealthy : ProbeError.None;
    }

    private static bool IsSuccess(ProbeObservation seen, ProbeRules rules) =>
        rules.ExpectStatus is { } expected ? seen.StatusCode == expected : seen.StatusCode is >= 200 and < 300;

    /// <summary>A code that the check expects is no gate.</summary>
    private static bool IsGated(ProbeObservation seen, ProbeRules rules) => seen.StatusCode is 401 or 402 or 403 && !IsSuccess(seen, rules);

    private static int Next(int count) => count == int.MaxValue ? count : count + 1;
}

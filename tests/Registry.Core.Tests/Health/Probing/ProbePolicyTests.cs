using Registry.Core.Health;
using Registry.Core.Health.Probing;
using static Registry.Core.Health.HealthStatus;

namespace Registry.Core.Tests.Health.Probing;

public sealed class ProbePolicyTests
{
    private const long Now = 5000;

    private static readonly ProbeRules Rules = new(HealthCheckKind.Http, FailureThreshold: 3, SuccessThreshold: 2, ExpectStatus: null, GatedIsFailure: false);

    /// <summary>State before (verdict, failures, successes) × observation → state after.</summary>
    [Theory]
    [InlineData(Unknown, 0, 0, "ok", Unknown, 0, 1)]
    [InlineData(Unknown, 0, 1, "ok", Healthy, 0, 2)]
    [InlineData(Unknown, 0, 1, "degraded", Degraded, 0, 2)]
    [InlineData(Unknown, 0, 1, "maintenance", Maintenance, 0, 2)]
    [InlineData(Unknown, 0, 1, "500", Unknown, 1, 0)]
    [InlineData(Unknown, 2, 0, "500", Unhealthy, 3, 0)]
    [InlineData(Unknown, 2, 0, "ok", Unknown, 0, 1)]
    [InlineData(Healthy, 0, 9, "ok", Healthy, 0, 10)]
    [InlineData(Healthy, 0, 9, "degraded", Degraded, 0, 10)]
    [InlineData(Healthy, 0, 9, "maintenance", Maintenance, 0, 10)]
    [InlineData(Healthy, 0, 9, "500", Healthy, 1, 0)]
    [InlineData(Healthy, 1, 0, "500", Healthy, 2, 0)]
    [InlineData(Healthy, 2, 0, "500", Unhealthy, 3, 0)]
    [InlineData(Healthy, 2, 0, "timeout", Unhealthy, 3, 0)]
    [InlineData(Healthy, 2, 0, "unhealthy", Unhealthy, 3, 0)]
    [InlineData(Healthy, 2, 0, "ok", Healthy, 0, 1)]
    [InlineData(Degraded, 0, 4, "ok", Healthy, 0, 5)]
    [InlineData(Degraded, 2, 0, "500", Unhealthy, 3, 0)]
    [InlineData(Maintenance, 0, 4, "ok", Healthy, 0, 5)]
    [InlineData(Maintenance, 1, 0, "500", Maintenance, 2, 0)]
    [InlineData(Maintenance, 2, 0, "500", Unhealthy, 3, 0)]
    [InlineData(Unhealthy, 3, 0, "500", Unhealthy, 4, 0)]
    [InlineData(Unhealthy, 3, 0, "ok", Unhealthy, 0, 1)]
    [InlineData(Unhealthy, 0, 1, "ok", Healthy, 0, 2)]
    [InlineData(Unhealthy, 0, 1, "degraded", Degraded, 0, 2)]
    [InlineData(Unhealthy, 0, 1, "500", Unhealthy, 1, 0)]
    [InlineData(Unhealthy, int.MaxValue, 0, "500", Unhealthy, int.MaxValue, 0)]
    [InlineData(Healthy, 2, 0, "forbidden", Healthy, 2, 0)]
    [InlineData(Unhealthy, 0, 1, "forbidden", Unhealthy, 0, 1)]
    public void Decide_StateAndObservation_GivesState(
        HealthStatus before, int failures, int successes, string seen, HealthStatus after, int failuresAfter, int successesAfter)
    {
        var last = new ProbeRecord { CheckedAt = 1, Failures = failures, Successes = successes };

        var decision = ProbePolicy.Decide(before, last, Seen(seen), Rules, Now);

        Assert.Equal((after, failuresAfter, successesAfter), (decision.Verdict, decision.Record.Failures, decision.Record.Successes));
        Assert.Equal(Now, decision.Record.CheckedAt);
        Assert.Equal(
            seen switch { "forbidden" => ProbeResult.Skipped, "500" or "timeout" or "unhealthy" => ProbeResult.Failed, _ => ProbeResult.Succeeded },
            decision.Result);
    }

    [Theory]
    [InlineData(200, null, false, ProbeError.None, false)]
    [InlineData(299, null, false, ProbeError.None, false)]
    [InlineData(302, null, false, ProbeError.Redirected, false)]
    [InlineData(404, null, false, ProbeError.WrongStatusCode, false)]
    [InlineData(401, null, false, ProbeError.None, true)]
    [InlineData(402, null, false, ProbeError.None, true)]
    [InlineData(403, null, false, ProbeError.None, true)]
    [InlineData(401, null, true, ProbeError.Gated, true)]
    [InlineData(204, 204, false, ProbeError.None, false)]
    [InlineData(200, 204, false, ProbeError.WrongStatusCode, false)]
    [InlineData(503, 503, false, ProbeError.None, false)]
    [InlineData(401, 401, true, ProbeError.None, false)]
    [InlineData(403, 204, false, ProbeError.None, true)]
    public void Decide_StatusCode_IsJudgedByTheRules(int code, int? expected, bool gatedIsFailure, ProbeError error, bool gated)
    {
        var rules = Rules with { ExpectStatus = expected, GatedIsFailure = gatedIsFailure };

        var record = ProbePolicy.Decide(Unknown, ProbeRecord.None, new ProbeObservation { StatusCode = code }, rules, Now).Record;

        Assert.Equal((error, gated, code), (record.Error, record.Gated, record.StatusCode));
    }

    [Theory]
    [InlineData(true, ProbeError.None)]
    [InlineData(false, ProbeError.NoAgentCard)]
    public void Decide_AgentCard_MustBeAJsonObject(bool isObject, ProbeError error)
    {
        var seen = new ProbeObservation { StatusCode = 200, IsJsonObject = isObject };

        Assert.Equal(error, ProbePolicy.Decide(Unknown, ProbeRecord.None, seen, Rules with { Kind = HealthCheckKind.A2A }, Now).Record.Error);
    }

    [Fact]
    public void Decide_Tcp_NeedsNoStatusCode() =>
        Assert.Equal(
            ProbeResult.Succeeded,
            ProbePolicy.Decide(Unknown, ProbeRecord.None, default, Rules with { Kind = HealthCheckKind.Tcp }, Now).Result);

    private static ProbeObservation Seen(string text) => text switch
    {
        "timeout" => new ProbeObservation(ProbeError.TimedOut, 10),
        "forbidden" => new ProbeObservation(ProbeError.AddressNotAllowed, 0),
        "500" => new ProbeObservation { StatusCode = 500 },
        "degraded" => new ProbeObservation { StatusCode = 200, Says = Degraded },
        "maintenance" => new ProbeObservation { StatusCode = 200, Says = Maintenance },
        "unhealthy" => new ProbeObservation { StatusCode = 200, Says = Unhealthy },
        _ => new ProbeObservation { StatusCode = 200 },
    };
}

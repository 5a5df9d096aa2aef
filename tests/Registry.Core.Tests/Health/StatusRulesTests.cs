using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Core.Health.Maintenance;
using static Registry.Core.Health.HealthStatus;

namespace Registry.Core.Tests.Health;

public sealed class StatusRulesTests
{
    [Theory]
    [InlineData(true, true, Unhealthy, Unhealthy, Maintenance)]
    [InlineData(false, true, Maintenance, Unhealthy, Maintenance)]
    [InlineData(false, true, Unhealthy, Maintenance, Maintenance)]
    [InlineData(false, true, Healthy, Healthy, Unreachable)]
    [InlineData(false, true, Unhealthy, Unhealthy, Unreachable)]
    [InlineData(false, false, Healthy, Unhealthy, Unhealthy)]
    [InlineData(false, false, Unhealthy, Healthy, Unhealthy)]
    [InlineData(false, false, Degraded, Healthy, Degraded)]
    [InlineData(false, false, Healthy, Degraded, Degraded)]
    [InlineData(false, false, Degraded, Unhealthy, Unhealthy)]
    [InlineData(false, false, Unknown, Healthy, Healthy)]
    [InlineData(false, false, Unknown, Unhealthy, Unhealthy)]
    [InlineData(false, false, Healthy, Unknown, Healthy)]
    [InlineData(false, false, Degraded, Unknown, Degraded)]
    [InlineData(false, false, Unknown, Unknown, Unknown)]
    public void Decide_Sources_ByPrecedence(bool maintenance, bool lapsed, HealthStatus reported, HealthStatus probed, HealthStatus status)
    {
        var agent = new Agent
        {
            Id = "a",
            MutationId = "m",
            Registration = new Registration { Name = "a", Type = "t", HealthCheck = new HealthCheck { Kind = HealthCheckKind.Http } },
            Maintenance = maintenance ? new MaintenanceNote("because", null) : null,
            LapseMark = lapsed ? 7 : 0,
            Reported = reported,
            ProbeStatus = probed,
        };

        Assert.Equal(status, agent.Status);
        Assert.Equal(status == Healthy, StatusRules.Reason(agent) is null);
        Assert.Equal(maintenance, StatusRules.Reason(agent) == "because");
    }
}

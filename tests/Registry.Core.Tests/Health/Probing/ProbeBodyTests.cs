using System.Text;
using Registry.Core.Health;
using Registry.Core.Health.Probing;

namespace Registry.Core.Tests.Health.Probing;

public sealed class ProbeBodyTests
{
    [Theory]
    [InlineData("{\"status\":\"UNHEALTHY\"}", true, true, HealthStatus.Unhealthy)]
    [InlineData("\uFEFF{\"status\":\"degraded\"}", true, true, HealthStatus.Degraded)]
    [InlineData(" {\"a\":[{\"status\":\"unhealthy\"}],\"status\":\"maintenance\"} rest", true, true, HealthStatus.Maintenance)]
    [InlineData("{\"status\":\"healthy\"}", true, true, HealthStatus.Unknown)]
    [InlineData("{\"status\":null}", true, true, HealthStatus.Unknown)]
    [InlineData("{\"STATUS\":\"degraded\"}", true, true, HealthStatus.Unknown)]
    [InlineData("{\"status\":\"degraded\",\"log\":\"it goes on", false, true, HealthStatus.Degraded)]
    [InlineData("{\"log\":\"it goes on", false, true, HealthStatus.Unknown)]
    [InlineData("{\"status\":\"degraded\",\"log\":\"it ends", true, false, HealthStatus.Unknown)]
    [InlineData("{\"status\":\"\\ud800\"}", true, false, HealthStatus.Unknown)]
    [InlineData("[1]", true, false, HealthStatus.Unknown)]
    [InlineData("\"degraded\"", true, false, HealthStatus.Unknown)]
    [InlineData("OK", true, false, HealthStatus.Unknown)]
    [InlineData("", true, false, HealthStatus.Unknown)]
    public void Read_Body_SaysWhatItsTopLevelStatusSays(string body, bool complete, bool isObject, HealthStatus says)
    {
        var seen = ProbeBody.Read(new ProbeObservation { StatusCode = 200 }, Encoding.UTF8.GetBytes(body), complete);

        Assert.Equal((isObject, says, 200), (seen.IsJsonObject, seen.Says, seen.StatusCode));
    }

    [Fact]
    public void Read_DeepNesting_SaysNothing()
    {
        var body = Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 100_000));

        Assert.False(ProbeBody.Read(default, body, complete: false).IsJsonObject);
    }
}

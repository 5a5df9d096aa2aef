using Registry.Core.Agents;
using Registry.Core.Health;

namespace Registry.Core.Tests.Agents;

public sealed class ReplacementTests
{
    private const string Service = """{"name":"svc","type":"t","kind":"service","endpoint":"https://svc"}""";

    [Fact]
    public void TryReplace_OfAGivenRegistration_KeepsIdentity()
    {
        var current = Read.Agent(Read.Minimal) with { Lifecycle = Lifecycle.Inactive, LapseMark = 9, Reported = HealthStatus.Unhealthy };

        var replaced = Replace(current, Read.With(("version", "\"2\"")));

        Assert.Equal(current with { Registration = replaced.Registration, Reported = HealthStatus.Healthy }, replaced);
        Assert.Equal("2", replaced.Registration.Version);
    }

    [Fact]
    public void TryReplace_WithoutAKind_KeepsTheKindAndItsDefaults()
    {
        var replaced = Replace(Read.Agent(Service, "svc"), """{"name":"svc","type":"t","endpoint":"https://other"}""");

        Assert.Equal(AgentKind.Service, replaced.Registration.Kind);
        Assert.Equal(300_000, replaced.Registration.TtlMs);
        Assert.Equal(HealthCheckKind.Http, replaced.Registration.HealthCheck!.Kind);
        Assert.Equal(HealthStatus.Unknown, replaced.Reported);
    }

    [Fact]
    public void TryReplace_WithoutAKind_KeepsWhatWasGiven()
    {
        var body = """{"name":"svc","type":"t","endpoint":"https://other","ttl_seconds":null,"status":"degraded","health_check":{"kind":"none"}}""";
        var replaced = Replace(Read.Agent(Service, "svc"), body);

        Assert.Null(replaced.Registration.TtlMs);
        Assert.Equal(HealthStatus.Degraded, replaced.Reported);
        Assert.Equal(HealthCheckKind.None, replaced.Registration.HealthCheck!.Kind);
    }

    [Fact]
    public void TryReplace_OfADiscoveredAgent_RegistersIt() =>
        Assert.Equal(Lifecycle.Registered, Replace(Read.Agent(Read.With(("lifecycle", "\"discovered\""))), Read.Minimal).Lifecycle);

    [Theory]
    [InlineData("""{"name":"svc","type":"t","kind":"agent","endpoint":"https://svc"}""", "kind")]
    [InlineData("""{"name":"other","type":"t","endpoint":"https://svc"}""", "name")]
    [InlineData("""{"name":"svc","type":"t","endpoint":"https://svc","lifecycle":"inactive"}""", "lifecycle")]
    public void TryReplace_OfWhatCannotChange_NamesIt(string body, string field)
    {
        var errors = new FieldErrors();

        Assert.False(Replacement.TryReplace(
            Read.Agent(Service, "svc"), Read.Good(body, "svc").ToRequest(), RegistrationDefaults.Standard, errors, out _));
        Assert.Equal([field], errors.ByField.Keys);
    }

    [Theory]
    [InlineData("active", true)]
    [InlineData("discovered", true)]
    [InlineData("inactive", false)]
    [InlineData("error", false)]
    public void CheckCreate_OfALifecycle_TakesOnlyFirstOnes(string lifecycle, bool fine)
    {
        var registration = Read.Good(Read.With(("lifecycle", $"\"{lifecycle}\"")), "a-1").Registration;
        var errors = new FieldErrors();

        Assert.Equal(fine, Replacement.CheckCreate(registration, errors));
        Assert.Equal(fine, errors.IsEmpty);
    }

    private static Agent Replace(Agent current, string body)
    {
        var errors = new FieldErrors();
        var request = Read.Good(body, current.Id).ToRequest();
        Assert.True(Replacement.TryReplace(current, request, RegistrationDefaults.Standard, errors, out var replaced), Read.Text(errors));
        return replaced;
    }
}

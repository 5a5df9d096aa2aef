using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;
using Registry.Core.Health;

namespace Registry.Core.Tests.Agents;

public sealed class PutBackTests
{
    private const string Body = """{"name":"a","type":"t","endpoint":"http://a:80","status":"unreachable"}""";

    [Fact]
    public void TryRead_PutOfAnUnreachableAnswer_SaysNothingOfItsStatus()
    {
        var errors = new FieldErrors();

        Assert.True(RegistrationReader.TryRead(JsonElement.Parse(Body), "a", RegistrationDefaults.Standard, errors, out var input));
        Assert.Equal(HealthStatus.Healthy, input.Registration.Status);
        Assert.False(input.Given.HasFlag(RegistrationMembers.Status));
    }

    [Fact]
    public void TryRead_RegistrationAsUnreachable_IsRefused()
    {
        var errors = new FieldErrors();

        Assert.False(RegistrationReader.TryRead(JsonElement.Parse(Body), null, RegistrationDefaults.Standard, errors, out _));
        Assert.Contains("status", errors.ByField.Keys);
    }
}

using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Health;
using Registry.Core.Tests.Agents;
using Registry.Core.Trust;

namespace Registry.Core.Tests.Trust;

public sealed class StoredTrustTests
{
    [Fact]
    public void Stored_AndRead_IsTheSame()
    {
        foreach (var fault in Enum.GetValues<TrustReason>().Select(reason => new TrustFault(reason, "dept")).Append(new TrustFault(TrustReason.Expired)).Append(null))
        {
            var trust = new AgentTrust
            {
                Authority = "dept",
                Key = "thumb",
                TokenId = "t-1",
                NotBefore = 5,
                ExpiresAt = long.MaxValue,
                Capabilities = ["query", "*"],
                Seq = 7,
                Fault = fault,
            };
            var agent = new Agent
            {
                Id = "a",
                MutationId = "m",
                Registration = Read.Registration("""{"name":"n","type":"t","kind":"component"}"""),
                Reported = HealthStatus.Healthy,
                Trust = trust,
            };

            var read = AgentDocument.FromStored(AgentDocument.ToStored(agent), 0, 1, 7, 0);

            Assert.Equal(trust with { Capabilities = [] }, read.Trust! with { Capabilities = trust.Capabilities } with { Capabilities = [] });
            Assert.Equal(trust.Capabilities, read.Trust!.Capabilities);
            Assert.Equal(fault is null ? HealthStatus.Healthy : HealthStatus.Unhealthy, read.Status);
            Assert.Equal(HealthStatus.Unreachable, (read with { LapseMark = 1 }).Status);
        }
    }

    [Fact]
    public void Rendered_ForCallers_SaysNothingOfIt()
    {
        var agent = new Agent
        {
            Id = "a",
            MutationId = "m",
            Registration = Read.Registration("""{"name":"n","type":"t","kind":"component"}"""),
            Trust = new AgentTrust { Authority = "dept", Key = "thumb", ExpiresAt = 1, Capabilities = [] },
        };

        Assert.DoesNotContain("thumb", System.Text.Encoding.UTF8.GetString(AgentRendering.Prefix(agent).Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Reasons_HaveAWordEach() =>
        Assert.Equal(
            Enum.GetValues<TrustReason>().Length, Enum.GetValues<TrustReason>().Select(reason => TrustWords.Reason[reason]).Distinct(StringComparer.Ordinal).Count());
}

using Registry.Core.Agents;
using Registry.Core.Statistics;

namespace Registry.Core.Tests.Statistics;

public sealed class CapabilityTallyTests
{
    [Fact]
    public void ByName_OneNameInTwoVersions_CountsTheAgentOnce()
    {
        var tally = new CapabilityTally();
        tally.Add([new Capability("a") { Version = "1.0.0" }, new Capability("a") { Version = "2.0.0" }, new Capability("b")]);
        tally.Add([new Capability("a") { Version = "1.0.0" }]);
        tally.Add([]);

        var uses = tally.ByName();
        Assert.Equal(["a", "b"], uses.Select(use => use.Name));
        Assert.Equal([2, 1], uses.Select(use => use.Agents));
        Assert.Equal(["1.0.0", "2.0.0"], uses[0].Versions);
        Assert.Empty(uses[1].Versions);
        Assert.Equal((2, 4), (tally.Names, tally.Total));
    }

    [Fact]
    public void Versions_AscendByPrecedenceThenAsText()
    {
        string[] versions = ["zulu", "10.0.0", "1.0.0+b", "2.0.0", "2.0.0-rc.1", "alpha", "1.0.0+a"];

        Assert.Equal(["1.0.0+a", "1.0.0+b", "2.0.0-rc.1", "2.0.0", "10.0.0", "alpha", "zulu"], versions.Order(VersionOrder.Instance));
    }
}

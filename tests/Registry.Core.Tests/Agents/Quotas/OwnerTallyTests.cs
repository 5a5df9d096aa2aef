using Registry.Core.Agents.Quotas;

namespace Registry.Core.Tests.Agents.Quotas;

public sealed class OwnerTallyTests
{
    private readonly OwnerTally _tally = new();

    [Fact]
    public void Reserve_UpToTheLimit_CountsThoseUnderWay()
    {
        Assert.True(_tally.TryReserve("o", 2, "m1"));
        Assert.True(_tally.TryReserve("o", 2, "m1"));
        Assert.True(_tally.TryReserve("o", 2, "m2"));
        Assert.False(_tally.TryReserve("o", 2, "m3"));
        Assert.True(_tally.TryReserve("other", 2, "m3"));

        _tally.Release("o", "m1");
        Assert.True(_tally.TryReserve("o", 2, "m3"));
    }

    [Fact]
    public void Changed_RegistrationTakesEffect_CountsOnce()
    {
        Assert.True(_tally.TryReserve("o", 2, "m1"));
        _tally.Changed(null, "o", "m1");

        Assert.Equal(1, _tally.Count("o"));
        Assert.True(_tally.TryReserve("o", 2, "m2"));
        Assert.False(_tally.TryReserve("o", 2, "m3"));
        _tally.Release("o", "m1");
        Assert.Equal(1, _tally.Count("o"));
    }

    [Fact]
    public void Changed_OwnerChangesOrGoes_MovesTheCount()
    {
        _tally.Changed(null, "o", "m1");
        _tally.Changed("o", "p", "m2");
        Assert.Equal((0, 1), (_tally.Count("o"), _tally.Count("p")));

        _tally.Changed("p", null, "m3");
        _tally.Changed(null, null, "m4");
        Assert.Equal(0, _tally.Count("p"));
    }

    [Fact]
    public void Take_AfterTheAnswer_KeepsNothing()
    {
        var ticket = new QuotaTicket(_tally, "o", 1);
        Assert.True(ticket.TryTake("m1"));
        ticket.Dispose();

        Assert.False(ticket.TryTake("m1"));
        Assert.True(_tally.TryReserve("o", 1, "m2"));
    }
}

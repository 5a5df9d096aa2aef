using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Tests.Storage;

public sealed class TableKindsTests
{
    [Theory]
    [InlineData("head", TableKind.Load)]
    [InlineData("v_hb_p_0000", TableKind.Vectors)]
    [InlineData("s_sweep", TableKind.Sweep)]
    [InlineData("j_sweep", TableKind.Job)]
    [InlineData("shards", TableKind.Setup)]
    [InlineData("x_subscription", TableKind.Other)]
    public void OfGet_Row_SaysWhatFor(string rowKey, TableKind kind) => Assert.Equal(kind, TableKinds.OfGet(rowKey));

    [Fact]
    public void OfQuery_Range_SaysWhatFor()
    {
        Assert.Equal(TableKind.Tail, TableKinds.OfQuery(new TableRange("s0", RowKeys.Change(0), RowKeys.Head)));
        Assert.Equal(TableKind.Trim, TableKinds.OfQuery(new TableRange("s0", RowKeys.Change(0), RowKeys.Change(9))));
        Assert.Equal(TableKind.Trim, TableKinds.OfQuery(TableRange.Prefix("s0", RowKeys.RevisionPrefix)));
        Assert.Equal(TableKind.Load, TableKinds.OfQuery(TableRange.Prefix("s0", RowKeys.AgentPrefix)));
        Assert.Equal(TableKind.Vectors, TableKinds.OfQuery(TableRange.Prefix("s0", RowKeys.HeartbeatPrefix)));
        Assert.Equal(TableKind.Sweep, TableKinds.OfQuery(TableRange.Prefix("s0", RowKeys.OutagePrefix)));
        Assert.Equal(TableKind.Other, TableKinds.OfQuery(new TableRange("s0")));
    }

    [Theory]
    [InlineData("head", TableKind.Commit)]
    [InlineData("v_hb_p_0000", TableKind.Flush)]
    [InlineData("s_sweep", TableKind.Sweep)]
    [InlineData("c_0000000000000000001", TableKind.Trim)]
    [InlineData("r_a!0000000000000000001", TableKind.Trim)]
    [InlineData("o_0000000000000000001_p", TableKind.Sweep)]
    public void OfTransaction_FirstRow_SaysWhatFor(string rowKey, TableKind kind) =>
        Assert.Equal(kind, TableKinds.OfTransaction([TableOperation.Insert(new TableEntity(rowKey)), TableOperation.Insert(new TableEntity("a_x"))]));

    [Fact]
    public void OfWrite_OneRow_SaysWhatFor()
    {
        Assert.Equal(TableKind.Setup, TableKinds.OfWrite(TableOperation.Insert(new TableEntity(RowKeys.Head))));
        Assert.Equal(TableKind.Job, TableKinds.OfWrite(TableOperation.Insert(new TableEntity(RowKeys.Job("sweep")))));
        Assert.Equal(TableKind.Vectors, TableKinds.OfWrite(TableOperation.Delete("v_hb_p_0000", "\"1\"")));
    }

    [Fact]
    public void Word_OfEveryKindAndVerb_IsItsName()
    {
        Assert.All(Enum.GetValues<TableKind>(), kind => Assert.Equal(kind.ToString(), kind.Word(), ignoreCase: true));
        Assert.All(Enum.GetValues<TableVerb>(), verb => Assert.Equal(verb.ToString(), verb.Word(), ignoreCase: true));
    }
}

using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Storage;

namespace Registry.Core.Tests.Lifecycles;

public sealed class GraphRowsTests
{
    private static readonly GraphNode Full = new()
    {
        Id = "a1",
        MutationId = "m",
        Lifecycle = Lifecycle.Error,
        EverActive = true,
        IsPending = true,
        Dependencies = ["b", "c"],
        Errors = [new AgentError(5, "lost \"it\"\n", "key"), new AgentError(6, "again", null)],
        Epoch = 4,
        ChangedAt = 7,
        Seq = 8,
    };

    [Fact]
    public void Read_OfWhatWasWritten_IsTheSame()
    {
        foreach (var node in new[] { Full, new GraphNode { Id = "a1", MutationId = "m", Lifecycle = Lifecycle.Registered } })
        {
            var rows = new GraphRows();
            var row = new TableEntity(rows.RowKey(node.Id));
            rows.WriteColumns(node, row);
            var again = rows.Read(rows.IdFromRowKey(row.RowKey), row)!;

            Assert.Equal(node with { Dependencies = [], Errors = [] }, again with { Dependencies = [], Errors = [] });
            Assert.Equal(node.Dependencies, again.Dependencies);
            Assert.Equal(node.Errors, again.Errors);
        }
    }

    [Fact]
    public void WriteColumns_OfTheLargestNode_FitsItsProperties()
    {
        var node = Full with { Dependencies = [.. Enumerable.Range(0, GraphNode.MaxDependencies).Select(number => number.ToString("D128", null))] };

        Assert.True(GraphDocument.ToStored(node).Length < 32_000);
    }

    [Fact]
    public void Read_OfARowWithoutANode_IsNothing() => Assert.Null(new GraphRows().Read("a1", new TableEntity("c_1")));
}

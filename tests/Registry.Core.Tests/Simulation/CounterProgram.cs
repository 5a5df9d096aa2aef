using Registry.Core.Storage;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>Counts up a row by compare-and-swap: the smallest program that a lost update would show in.</summary>
internal sealed class CounterProgram(SimNode node, string partition)
{
    public SimNode Node => node;

    /// <summary>Increments that were acknowledged.</summary>
    public int Certain { get; private set; }

    /// <summary>Increments that may have happened.</summary>
    public int Unknown { get; private set; }

    public async Task RunAsync(int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            var read = await node.Table.GetAsync(partition, "counter", default);
            if (read.Value is { } row)
            {
                var next = new TableEntity("counter").Set("N", row.Int64("N") + 1);
                var write = await node.Table.WriteAsync(partition, TableOperation.Replace(next, row.ETag), default);
                Certain += write.IsOk ? 1 : 0;
                Unknown += write.Status == TableStatus.OutcomeUnknown ? 1 : 0;
            }
        }
    }
}

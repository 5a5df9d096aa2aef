using System.Collections.Concurrent;
using System.Text;
using Registry.Core.Storage;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>
/// What is written into the table, but for what any request may cause: vectors (heartbeats, probes, usage), leases of jobs, the sweep's own row,
/// outages, how far deliveries are. A partition's head says nothing alone: the first look at an empty partition makes one.
/// </summary>
internal sealed class Changes
{
    private static readonly string[] Bookkeeping = ["v_", "j_", "w_", "o_", "s_sweep", "shards", "head"];

    private readonly ConcurrentQueue<(string Row, string? Correlation)> _written = new();

    public void Note(string partition, IReadOnlyList<TableOperation> operations)
    {
        // All rows of a commit are of whoever asked for its changes.
        var correlation = operations.Select(static operation => Text(operation.Entity, "Correlation")).FirstOrDefault(static id => id is not null);
        foreach (var operation in operations)
        {
            var key = operation.Entity.RowKey;
            if (!Bookkeeping.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                _written.Enqueue(($"{partition}/{key} {Text(operation.Entity, "Change")}", correlation));
            }
        }
    }

    /// <summary>The rows written since, but for those of a request that is known to be another one.</summary>
    public List<string> Take(string correlation)
    {
        var rows = _written.Where(row => string.IsNullOrEmpty(row.Correlation) || row.Correlation == correlation).Select(static row => row.Row).ToList();
        _written.Clear();
        return rows;
    }

    private static string? Text(TableEntity row, string column) => row.TryGet(column, out var value) ? Encoding.UTF8.GetString(value.Bytes.Span) : null;
}

using System.Globalization;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Sweeping;

/// <summary>The row <c>s_sweep</c> of a shard: when it was swept last, what expired lately, and whether protection holds.</summary>
/// <param name="ETag">"" while there is no row.</param>
/// <param name="LastOk">Unix milliseconds, storage time; 0 for never.</param>
/// <param name="Expiries">Expiries of the last ten minutes: time and number.</param>
/// <param name="ProtectedSince">Unix milliseconds; 0 while protection is off.</param>
internal sealed record SweepRecord(string ETag, long LastOk, IReadOnlyList<(long Time, int Count)> Expiries, long ProtectedSince)
{
    private const long WindowMs = 600_000;

    public static SweepRecord None { get; } = new("", 0, [], 0);

    public static SweepRecord From(TableEntity row) =>
        new(row.ETag, row.Int64(Columns.LastOk), ParseExpiries(row.Text(Columns.Expiries)), row.Int64(Columns.ProtectedSince));

    public int ExpiredLately(long now) => Expiries.Where(entry => entry.Time > now - WindowMs).Sum(entry => entry.Count);

    public SweepRecord WithExpiries(long now, int count) =>
        this with { Expiries = [.. Expiries.Where(entry => entry.Time > now - WindowMs), (now, count)] };

    public TableOperation ToOperation()
    {
        var expiries = string.Join(',', Expiries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Time}:{entry.Count}")));
        var row = new TableEntity(RowKeys.Sweep)
            .Set(Columns.LastOk, LastOk)
            .Set(Columns.Expiries, expiries)
            .Set(Columns.ProtectedSince, ProtectedSince);
        return ETag.Length == 0 ? TableOperation.Insert(row) : TableOperation.Replace(row, ETag);
    }

    private static List<(long Time, int Count)> ParseExpiries(string text)
    {
        var expiries = new List<(long Time, int Count)>();
        foreach (var entry in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split(':');
            if (parts.Length == 2
                && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var time)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                expiries.Add((time, count));
            }
        }

        return expiries;
    }
}

using Registry.Tables.InMemory;
using Xunit;

namespace Registry.Tables.Tests.InMemory;

public sealed class SortedRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void SetRemoveFrom_RandomKeys_AreThoseOfAModel(int seed)
    {
        var random = new Random(seed);
        var rows = new SortedRows();
        var model = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var n = 0; n < 20_000; n++)
        {
            // Grows to thousands of rows, then shrinks to few.
            var key = $"{random.Next(6000):D4}";
            if (random.Next(100) < (n < 12_000 ? 80 : 15))
            {
                rows.Set(new Row(key, n, default, []));
                model[key] = n;
            }
            else
            {
                rows.Remove(key);
                model.Remove(key);
            }

            if (n % 2000 == 0)
            {
                Compare(rows, model, $"{random.Next(6000):D4}");
            }
        }

        Compare(rows, model, "");
    }

    [Fact]
    public void From_AppendedKeys_AreInOrder()
    {
        var rows = new SortedRows();
        for (var n = 0; n < 5000; n++)
        {
            rows.Set(new Row($"c_{n:D19}", n, default, []));
        }

        Assert.Equal(Enumerable.Range(4001, 999).Select(n => (long)n), rows.From($"c_{4000:D19}", inclusive: false).Select(row => row.Version));
    }

    private static void Compare(SortedRows rows, SortedDictionary<string, long> model, string from)
    {
        Assert.True(model.Select(row => (row.Key, row.Value)).SequenceEqual(rows.From(null, true).Select(row => (row.RowKey, row.Version))));
        var expected = model.Where(row => string.CompareOrdinal(row.Key, from) >= 0).Select(row => row.Value);
        Assert.True(expected.SequenceEqual(rows.From(from, inclusive: true).Select(row => row.Version)));
        Assert.Equal(model.TryGetValue(from, out var version) ? version : null, rows.Find(from)?.Version);
    }
}

namespace Registry.Tables.InMemory;

/// <summary>
/// Rows in ordinal order of their keys, in chunks: looking one up is two binary searches, inserting moves at most one chunk, and
/// a range is read by walking on from where it starts. A million rows are some 4,000 chunks.
/// </summary>
internal sealed class SortedRows
{
    private const int ChunkCapacity = 512;

    private readonly List<List<Row>> _chunks = [];

    public Row? Find(string rowKey)
    {
        var (chunk, index, found) = Locate(rowKey);
        return found ? _chunks[chunk][index] : null;
    }

    public void Set(Row row)
    {
        if (_chunks.Count == 0)
        {
            _chunks.Add([row]);
            return;
        }

        var (c, index, found) = Locate(row.RowKey);
        var chunk = _chunks[c];
        if (found)
        {
            chunk[index] = row;
            return;
        }

        chunk.Insert(index, row);
        if (chunk.Count > ChunkCapacity)
        {
            // Appending (the log's rows, in sequence) leaves full chunks behind; anything else splits in the middle.
            var half = index == chunk.Count - 1 ? chunk.Count - 1 : chunk.Count / 2;
            _chunks.Insert(c + 1, chunk.GetRange(half, chunk.Count - half));
            chunk.RemoveRange(half, chunk.Count - half);
        }
    }

    public void Remove(string rowKey)
    {
        var (c, index, found) = Locate(rowKey);
        if (!found)
        {
            return;
        }

        _chunks[c].RemoveAt(index);
        if (_chunks[c].Count == 0)
        {
            _chunks.RemoveAt(c);
        }
        else if (c > 0 && _chunks[c - 1].Count + _chunks[c].Count <= ChunkCapacity / 2)
        {
            _chunks[c - 1].AddRange(_chunks[c]);
            _chunks.RemoveAt(c);
        }
    }

    /// <summary>The rows from a key on, in order. Not to be enumerated while rows are set or removed.</summary>
    public IEnumerable<Row> From(string? rowKey, bool inclusive)
    {
        var (c, index, found) = rowKey is null ? (0, 0, false) : Locate(rowKey);
        if (found && !inclusive)
        {
            index++;
        }

        for (; c < _chunks.Count; c++, index = 0)
        {
            for (; index < _chunks[c].Count; index++)
            {
                yield return _chunks[c][index];
            }
        }
    }

    /// <summary>Where the key is, or where it would be inserted.</summary>
    private (int Chunk, int Index, bool Found) Locate(string rowKey)
    {
        var (low, high) = (0, _chunks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (string.CompareOrdinal(_chunks[middle][0].RowKey, rowKey) <= 0)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _chunks.Count == 0 ? (0, 0, false) : LocateIn(low, rowKey);
    }

    private (int Chunk, int Index, bool Found) LocateIn(int c, string rowKey)
    {
        var chunk = _chunks[c];
        var (low, high) = (0, chunk.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(chunk[middle].RowKey, rowKey);
            if (order == 0)
            {
                return (c, middle, true);
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return (c, low, false);
    }
}

using System.Buffers.Binary;
using Registry.Core.Health.Heartbeats;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Probing;

/// <summary>2,048 slots of 24 bytes: three quarters of what one binary property may hold. Every process writes it. Under the vectors' gate.</summary>
internal sealed class ProbePage(int number)
{
    public const int Slots = 2048;
    private const int EntryBytes = ProbeEntry.Words * sizeof(ulong);

    // An entry this far ahead of the time its row was written at was stamped by a clock gone wrong.
    private const long MaxAheadMs = 5000;

    private readonly ProbeEntry[] _entries = new ProbeEntry[Slots];
    private long _version;
    private long _flushedVersion;

    public int Number => number;

    /// <summary>Of the row as it was last read or written here; "" while there is none.</summary>
    public string ETag { get; private set; } = "";

    public bool IsDirty => _version != _flushedVersion;

    public ProbeEntry this[int index] => _entries[index];

    public void Put(int index, ProbeEntry entry, long owner)
    {
        var merged = ProbeEntry.Merge(_entries[index], entry, owner);
        if (merged != _entries[index])
        {
            _entries[index] = merged;
            _version++;
        }
    }

    /// <summary>The write that makes the page durable as it is now, and the version that it writes.</summary>
    public (TableOperation Operation, long Version) Write()
    {
        var bytes = new byte[Slots * EntryBytes];
        for (var i = 0; i < Slots; i++)
        {
            var at = bytes.AsSpan(i * EntryBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(at, _entries[i].Stamp);
            BinaryPrimitives.WriteUInt64LittleEndian(at[8..], _entries[i].Answer);
            BinaryPrimitives.WriteUInt64LittleEndian(at[16..], _entries[i].Counts);
        }

        var row = new TableEntity(RowKeys.Probes(number)).Set(Columns.Entries, TableValue.FromBinary(bytes));
        return (ETag.Length == 0 ? TableOperation.Insert(row) : TableOperation.Replace(row, ETag), _version);
    }

    public void Flushed(string etag, long version)
    {
        ETag = etag;
        _flushedVersion = version;
    }

    /// <summary>Takes in what storage has: per slot the entry that counts. What only this process knows makes the page dirty.</summary>
    /// <param name="row">As read; null when there is none.</param>
    /// <param name="owner">Epoch of the owner of a slot, 0 for none.</param>
    public void Merge(TableEntity? row, Func<int, long> owner)
    {
        var bytes = row is null ? default : row.Bytes(Columns.Entries).Span;
        var latest = row is null ? 0 : row.Timestamp.ToUnixTimeMilliseconds() + MaxAheadMs;
        var differs = false;
        for (var i = 0; i < Slots; i++)
        {
            var stored = bytes.Length < (i + 1) * EntryBytes ? default : Read(bytes[(i * EntryBytes)..], latest);
            _entries[i] = ProbeEntry.Merge(_entries[i], stored, owner((number * Slots) + i));
            differs |= _entries[i] != stored;
        }

        ETag = row?.ETag ?? "";
        _version++;
        _flushedVersion = differs ? _flushedVersion : _version;
    }

    private static ProbeEntry Read(ReadOnlySpan<byte> bytes, long latest)
    {
        var stamp = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return HeartbeatEntry.Time(stamp) > latest
            ? default
            : new ProbeEntry(stamp, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
    }
}

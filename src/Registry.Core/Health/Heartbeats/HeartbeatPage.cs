using System.Runtime.InteropServices;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Heartbeats;

/// <summary>4,096 slots of 8 bytes, little-endian: half of what one binary property may hold.</summary>
internal static class HeartbeatPage
{
    public const int Slots = 4096;

    // An entry this far ahead of the time its row was written at was stamped by a clock gone wrong.
    private const long MaxAheadMs = 5000;

    public static TableEntity ToRow(string rowKey, ReadOnlySpan<ulong> entries) =>
        new TableEntity(rowKey).Set(Columns.Entries, TableValue.FromBinary(MemoryMarshal.AsBytes(entries).ToArray()));

    public static ulong[] FromRow(TableEntity row)
    {
        var entries = new ulong[Slots];
        var bytes = row.Bytes(Columns.Entries).Span;
        bytes[..Math.Min(bytes.Length, Slots * sizeof(ulong))].CopyTo(MemoryMarshal.AsBytes(entries.AsSpan()));
        var latest = row.Timestamp.ToUnixTimeMilliseconds() + MaxAheadMs;
        for (var slot = 0; slot < Slots; slot++)
        {
            if (HeartbeatEntry.Time(entries[slot]) > latest)
            {
                entries[slot] = 0;
            }
        }

        return entries;
    }
}

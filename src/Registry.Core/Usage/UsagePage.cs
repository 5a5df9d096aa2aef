using System.Buffers.Binary;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Usage;

/// <summary>
/// The content of a usage row: 2,048 slots of 24 bytes, three little-endian words: epoch of the registration, accesses, last access (Unix ms).
/// </summary>
internal static class UsagePage
{
    public const int Slots = 2048;
    private const int Words = 3;
    private const int EntryBytes = Words * sizeof(long);

    // A time this far ahead of the time its row was written at was stamped by a clock gone wrong.
    private const long MaxAheadMs = 5000;

    public static byte[] NewContent() => new byte[Slots * EntryBytes];

    public static TableEntity ToRow(string rowKey, byte[] content) => new TableEntity(rowKey).Set(Columns.Entries, TableValue.FromBinary(content));

    public static byte[] FromRow(TableEntity row)
    {
        var content = NewContent();
        var bytes = row.Bytes(Columns.Entries).Span;
        bytes[..Math.Min(bytes.Length, content.Length)].CopyTo(content);
        var latest = row.Timestamp.ToUnixTimeMilliseconds() + MaxAheadMs;
        for (var index = 0; index < Slots; index++)
        {
            var (epoch, use) = Read(content, index);
            if (use.Last > latest)
            {
                Write(content, index, epoch, use with { Last = latest });
            }
        }

        return content;
    }

    public static (long Epoch, AgentUse Use) Read(ReadOnlySpan<byte> content, int index)
    {
        var entry = content.Slice(index * EntryBytes, EntryBytes);
        return (
            BinaryPrimitives.ReadInt64LittleEndian(entry),
            new AgentUse(BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(long)..]), BinaryPrimitives.ReadInt64LittleEndian(entry[(2 * sizeof(long))..])));
    }

    public static void Write(Span<byte> content, int index, long epoch, AgentUse use)
    {
        var entry = content.Slice(index * EntryBytes, EntryBytes);
        BinaryPrimitives.WriteInt64LittleEndian(entry, epoch);
        BinaryPrimitives.WriteInt64LittleEndian(entry[sizeof(long)..], use.Count);
        BinaryPrimitives.WriteInt64LittleEndian(entry[(2 * sizeof(long))..], use.Last);
    }

    /// <summary>Adds a page to another: counts of one registration add up, one that is over counts for nothing.</summary>
    /// <param name="sum">Changed.</param>
    /// <param name="page">Added.</param>
    /// <param name="owner">Epoch of the owner of a slot on the page, 0 for none.</param>
    public static void Add(byte[] sum, ReadOnlySpan<byte> page, Func<int, long> owner)
    {
        for (var index = 0; index < Slots; index++)
        {
            var (sumEpoch, total) = Read(sum, index);
            var (epoch, use) = Read(page, index);
            var current = owner(index);
            total = sumEpoch == current ? total : default;
            total = epoch == current ? total.Plus(use) : total;
            Write(sum, index, total.Count == 0 ? 0 : current, current == 0 ? default : total);
        }
    }
}

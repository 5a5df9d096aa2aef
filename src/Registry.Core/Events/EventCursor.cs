using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Registry.Core.Sharding;

namespace Registry.Core.Events;

/// <summary>
/// How far somebody has read, in every partition: the number of the last change seen there. On the wire base64url of
/// <c>version (1) · kind (1) · number of shards (1) · their positions · for each other partition length of name (1), name, position ·
/// digest (4)</c>, positions as <see cref="VarInt"/>. The digest tells damage; it is no secret. Positions of partitions that this
/// release does not know are carried along, so that two releases can serve one reader in turn.
/// </summary>
public sealed class EventCursor
{
    /// <summary>Characters of the longest.</summary>
    public const int MaxLength = (MaxBytes + 2) / 3 * 4;

    private const byte Version = 1;
    private const int HeaderLength = 3;
    private const int DigestLength = 4;
    private const int MaxShards = 64;
    private const int MaxOthers = 8;
    private const int MaxNameLength = 16;
    private const int MaxBytes = HeaderLength + (MaxShards * VarInt.MaxLength) + (MaxOthers * (1 + MaxNameLength + VarInt.MaxLength)) + DigestLength;

    private readonly long[] _shards;
    private readonly KeyValuePair<string, long>[] _others;

    internal EventCursor(CursorKind kind, ReadOnlySpan<long> shards, ReadOnlySpan<KeyValuePair<string, long>> others = default)
    {
        Kind = kind;
        _shards = shards.ToArray();
        _others = others.ToArray();
    }

    public CursorKind Kind { get; }

    /// <summary>Positions of <c>s0</c>, <c>s1</c> …</summary>
    public IReadOnlyList<long> Shards => _shards;

    /// <summary>Positions of other partitions, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Others => _others;

    /// <summary>False for anything that <see cref="ToString"/> of a cursor of this kind did not give.</summary>
    public static bool TryParse(string wire, CursorKind kind, [NotNullWhen(true)] out EventCursor? cursor)
    {
        cursor = null;
        Span<byte> buffer = stackalloc byte[MaxBytes + 2];
        if (wire.Length > MaxLength
            || Base64Url.DecodeFromChars(wire, buffer, out _, out var length) != OperationStatus.Done
            || length < HeaderLength + DigestLength)
        {
            return false;
        }

        ReadOnlySpan<byte> body = buffer[..(length - DigestLength)];
        Span<byte> digest = stackalloc byte[DigestLength];
        Digest(body, digest);
        if (!digest.SequenceEqual(buffer[(length - DigestLength)..length]) || body[0] != Version || body[1] != (byte)kind || body[2] > MaxShards)
        {
            return false;
        }

        var shards = new long[body[2]];
        body = body[HeaderLength..];
        for (var i = 0; i < shards.Length; i++)
        {
            if (!VarInt.TryRead(ref body, out shards[i]))
            {
                return false;
            }
        }

        if (!TryReadOthers(body, out var others))
        {
            return false;
        }

        cursor = new EventCursor(kind, shards, others);
        return true;
    }

    /// <summary>A cursor at these positions, by number of the partition.</summary>
    internal static EventCursor At(
        CursorKind kind, IReadOnlyList<ILogPartition> partitions, ReadOnlySpan<long> positions, IReadOnlyList<KeyValuePair<string, long>>? carried = null)
    {
        var shards = new long[partitions.Count(static partition => partition.Shard is not null)];
        var others = new List<KeyValuePair<string, long>>();
        for (var i = 0; i < partitions.Count; i++)
        {
            if (partitions[i].Shard is { } shard)
            {
                shards[shard] = positions[i];
            }
            else
            {
                others.Add(new(partitions[i].Name, positions[i]));
            }
        }

        others.AddRange((carried ?? []).Where(other => others.TrueForAll(known => known.Key != other.Key)));
        return new EventCursor(kind, shards, [.. others.Take(MaxOthers)]);
    }

    /// <summary>Its positions, by number of the partition.</summary>
    /// <param name="partitions">All. Of another number of shards than the cursor has, it names none.</param>
    /// <param name="unknown">The position in a partition that the cursor does not name.</param>
    internal long[] Positions(IReadOnlyList<ILogPartition> partitions, Func<ILogPartition, long> unknown)
    {
        var positions = new long[partitions.Count];
        var shards = partitions.Count(static partition => partition.Shard is not null);
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = PositionIn(partitions[i], shards) ?? unknown(partitions[i]);
        }

        return positions;
    }

    /// <summary>This cursor after one more event.</summary>
    public EventCursor After(RegistryEvent happened)
    {
        var shards = (long[])_shards.Clone();
        var others = (KeyValuePair<string, long>[])_others.Clone();
        if (int.TryParse(happened.Partition.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < shards.Length)
        {
            shards[number] = happened.Seq;
        }
        else
        {
            var at = Array.FindIndex(others, other => other.Key == happened.Partition);
            others = at < 0 ? [.. others, new(happened.Partition, happened.Seq)] : others;
            others[at < 0 ? ^1 : at] = new(happened.Partition, happened.Seq);
        }

        return new EventCursor(Kind, shards, others);
    }

    internal EventCursor At(IReadOnlyList<ILogPartition> partitions, ReadOnlySpan<long> positions) => At(Kind, partitions, positions, _others);

    /// <summary>How many changes lie between an earlier cursor and this one, in all partitions that both name.</summary>
    internal long DistanceFrom(EventCursor earlier)
    {
        var distance = 0L;
        for (var i = 0; i < Math.Min(_shards.Length, earlier._shards.Length); i++)
        {
            distance += _shards[i] - earlier._shards[i];
        }

        return distance + _others.Sum(other => earlier.Other(other.Key) is { } before ? other.Value - before : 0);
    }

    /// <summary>The position in a partition; null where the cursor does not name it, as a cursor of another number of shards names none of them.</summary>
    /// <param name="partition">Of the registry as it is.</param>
    /// <param name="shards">How many shards that has.</param>
    internal long? PositionIn(ILogPartition partition, int shards) =>
        partition.Shard is not { } shard ? Other(partition.Name) : shards == _shards.Length ? _shards[shard] : null;

    private long? Other(string name)
    {
        var at = Array.FindIndex(_others, other => other.Key == name);
        return at < 0 ? null : _others[at].Value;
    }

    /// <summary>The cursor on the wire.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        (bytes[0], bytes[1], bytes[2]) = (Version, (byte)Kind, (byte)_shards.Length);
        var length = HeaderLength;
        foreach (var position in _shards)
        {
            length += VarInt.Write(bytes[length..], position);
        }

        foreach (var (name, position) in _others)
        {
            bytes[length++] = (byte)name.Length;
            length += Encoding.ASCII.GetBytes(name, bytes[length..]);
            length += VarInt.Write(bytes[length..], position);
        }

        Digest(bytes[..length], bytes[length..]);
        return Base64Url.EncodeToString(bytes[..(length + DigestLength)]);
    }

    private static bool TryReadOthers(ReadOnlySpan<byte> body, out KeyValuePair<string, long>[] others)
    {
        var found = new List<KeyValuePair<string, long>>();
        others = [];
        while (!body.IsEmpty)
        {
            var nameLength = body[0];
            if (found.Count == MaxOthers || nameLength is 0 or > MaxNameLength || nameLength >= body.Length)
            {
                return false;
            }

            var name = Encoding.ASCII.GetString(body.Slice(1, nameLength));
            body = body[(1 + nameLength)..];
            if (!VarInt.TryRead(ref body, out var position))
            {
                return false;
            }

            found.Add(new(name, position));
        }

        others = [.. found];
        return true;
    }

    private static void Digest(ReadOnlySpan<byte> body, Span<byte> digest)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, whole);
        whole[..DigestLength].CopyTo(digest);
    }
}

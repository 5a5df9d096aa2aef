using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Registry.Core.Agents;

namespace Registry.Core.Discovery;

/// <summary>
/// Where a page ended: the value and the id of its last agent, so that the next page starts right after it whatever has changed meanwhile.
/// On the wire base64url of <c>digest (8) · number (8) · length of text (2) · text · id</c>; the digest is over the query and the rest, so neither another
/// query's cursor nor a damaged one is taken.
/// </summary>
internal sealed record DiscoveryCursor(string Text, long Number, string Id)
{
    private const int DigestLength = 8;
    private const int HeaderLength = DigestLength + sizeof(long) + sizeof(ushort);

    // A name of 128 code points, four bytes at most each, and an id of as many ASCII characters.
    private const int MaxBytes = HeaderLength + (4 * AgentLimits.MaxNameLength) + AgentLimits.MaxIdLength;
    public const int MaxLength = ((MaxBytes + 2) / 3) * 4;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    public static DiscoveryCursor Of(in SortEntry last) => new(last.Text, last.Number, last.Agent.Id);

    public string Write(DiscoveryQuery query)
    {
        var textLength = Utf8.GetByteCount(Text);
        var bytes = new byte[HeaderLength + textLength + Utf8.GetByteCount(Id)];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(DigestLength), Number);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(DigestLength + sizeof(long)), checked((ushort)textLength));
        Utf8.GetBytes(Text, bytes.AsSpan(HeaderLength));
        Utf8.GetBytes(Id, bytes.AsSpan(HeaderLength + textLength));
        Digest(query, bytes.AsSpan(DigestLength), bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False for anything that <see cref="Write"/> did not give for the same query.</summary>
    public static bool TryRead(string wire, DiscoveryQuery query, [NotNullWhen(true)] out DiscoveryCursor? cursor)
    {
        cursor = null;
        if (wire.Length > MaxLength)
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[MaxBytes + 2];
        if (Base64Url.DecodeFromChars(wire, buffer, out _, out var length) != OperationStatus.Done || length < HeaderLength)
        {
            return false;
        }

        var bytes = buffer[..length];
        Span<byte> digest = stackalloc byte[DigestLength];
        Digest(query, bytes[DigestLength..], digest);
        var rest = bytes[HeaderLength..];
        var textLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[(DigestLength + sizeof(long))..]);
        if (!digest.SequenceEqual(bytes[..DigestLength]) || textLength > rest.Length)
        {
            return false;
        }

        cursor = new DiscoveryCursor(
            Utf8.GetString(rest[..textLength]), BinaryPrimitives.ReadInt64BigEndian(bytes[DigestLength..]), Utf8.GetString(rest[textLength..]));
        return true;
    }

    private static void Digest(DiscoveryQuery query, ReadOnlySpan<byte> position, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        hash.AppendData(Utf8.GetBytes(query.Signature));
        hash.AppendData(position);
        hash.GetHashAndReset(whole);
        whole[..DigestLength].CopyTo(digest);
    }
}

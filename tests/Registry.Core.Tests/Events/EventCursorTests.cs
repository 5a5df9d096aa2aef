using System.Buffers.Text;
using System.Security.Cryptography;
using Registry.Core.Events;

namespace Registry.Core.Tests.Events;

public sealed class EventCursorTests
{
    public static TheoryData<long[]> Positions() =>
    [
        [],
        [0],
        [1, 127, 128, 16_383, 16_384],
        [long.MaxValue],
        [.. Enumerable.Range(0, 64).Select(i => (long)i * 1_000_003)],
        [.. Enumerable.Repeat(long.MaxValue, 64)],
    ];

    [Theory]
    [MemberData(nameof(Positions))]
    public void Cursor_WrittenAndRead_IsTheSame(long[] positions)
    {
        var cursor = new EventCursor(CursorKind.Events, positions, [new("graph", 7), new("config", long.MaxValue)]);

        Assert.True(EventCursor.TryParse(cursor.ToString(), CursorKind.Events, out var read));
        Assert.Equal(positions, read.Shards);
        Assert.Equal(cursor.Others, read.Others);
        Assert.True(cursor.ToString().Length <= EventCursor.MaxLength);
    }

    [Fact]
    public void Cursor_OfFourShards_IsShort() =>
        Assert.InRange(new EventCursor(CursorKind.Events, [1000, 2000, 3000, 4000]).ToString().Length, 1, 24);

    [Fact]
    public void Parse_OtherKind_IsRefused() =>
        Assert.False(EventCursor.TryParse(new EventCursor(CursorKind.Audit, [1]).ToString(), CursorKind.Events, out _));

    [Fact]
    public void Parse_EveryCutAndEveryFlippedBit_IsRefused()
    {
        var wire = new EventCursor(CursorKind.Events, [1000, 2, 300_000, 4], [new("graph", 77)]).ToString();
        for (var length = 0; length < wire.Length; length++)
        {
            Assert.False(EventCursor.TryParse(wire[..length], CursorKind.Events, out _), wire[..length]);
        }

        var bytes = Base64Url.DecodeFromChars(wire);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(EventCursor.TryParse(Base64Url.EncodeToString(damaged), CursorKind.Events, out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("now")]
    [InlineData("%00")]
    [InlineData("AAAA\0AAA")]
    [InlineData("AQEEAAAAAAAAAAAA")]
    [InlineData("日本")]
    [InlineData("====")]
    public void Parse_AnythingElse_IsRefused(string wire) => Assert.False(EventCursor.TryParse(wire, CursorKind.Events, out _));

    [Fact]
    public void Parse_Huge_IsRefused() => Assert.False(EventCursor.TryParse(new string('A', 1_000_000), CursorKind.Events, out _));

    [Theory]
    [InlineData(new byte[] { 1, 1, 65 })]
    [InlineData(new byte[] { 2, 1, 0 })]
    [InlineData(new byte[] { 1, 1, 1 })]
    [InlineData(new byte[] { 1, 1, 1, 0x80 })]
    [InlineData(new byte[] { 1, 1, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 1, 1, 0, 0 })]
    [InlineData(new byte[] { 1, 1, 0, 5, 65 })]
    [InlineData(new byte[] { 1, 1, 0, 200, 65, 65 })]
    public void Parse_NonsenseWithARightDigest_IsRefused(byte[] body)
    {
        var wire = Base64Url.EncodeToString([.. body, .. SHA256.HashData(body).Take(4)]);

        Assert.False(EventCursor.TryParse(wire, CursorKind.Events, out _));
    }
}

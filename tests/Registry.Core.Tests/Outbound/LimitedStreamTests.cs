using Registry.Core.Outbound;

namespace Registry.Core.Tests.Outbound;

public sealed class LimitedStreamTests
{
    [Fact]
    public async Task Read_MoreThanTheLimit_GivesTheLimitAndThenRefuses()
    {
        await using var stream = new LimitedStream(new MemoryStream(new byte[1000]), 100);
        var buffer = new byte[64];

        Assert.Equal(64, await stream.ReadAsync(buffer));
        Assert.Equal(36, stream.Read(buffer, 0, buffer.Length));
        await Assert.ThrowsAsync<OutboundLimitException>(() => stream.ReadAsync(buffer).AsTask());
        Assert.Throws<OutboundLimitException>(() => stream.Read(buffer, 0, buffer.Length));
    }

    [Fact]
    public async Task Read_LessThanTheLimit_EndsAsTheStreamDoes()
    {
        await using var stream = new LimitedStream(new MemoryStream(new byte[10]), 100);
        var buffer = new byte[64];

        Assert.Equal(10, await stream.ReadAsync(buffer));
        Assert.Equal(0, await stream.ReadAsync(buffer));
    }
}

using Registry.Functions.Standalone;

namespace Registry.Functions.Tests.Standalone;

public sealed class OpenFilesTests
{
    [Theory]
    [InlineData(50_000, null, 50_000L)]
    [InlineData(0, null, null)]
    [InlineData(50_000, 1_048_576, 50_000L)]
    [InlineData(50_000, 20_000, 15_000L)]
    [InlineData(0, 20_000, 15_000L)]
    [InlineData(10, 20_000, 10L)]
    [InlineData(50_000, 1_024, 512L)]
    [InlineData(50_000, 400, 100L)]
    public void Connections_LeaveFilesForTheApp(int asked, int? files, long? expected) => Assert.Equal(expected, OpenFiles.Connections(asked, files));

    [Fact]
    public void Limit_WhereTheSystemTells_IsANumber() => Assert.Equal(File.Exists("/proc/self/limits"), OpenFiles.Limit() > 0);
}

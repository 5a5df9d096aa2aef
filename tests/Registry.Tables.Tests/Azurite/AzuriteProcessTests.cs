using System.Diagnostics;
using Registry.Core;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.Azurite;
using Registry.Tables.Rest;
using Registry.Testing;
using Xunit;

namespace Registry.Tables.Tests.Azurite;

public sealed class AzuriteProcessTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("registry-azurite-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Dispose_WithData_SavesWhatWasJustWritten()
    {
        await using (var first = await StartAsync(0))
        {
            using var table = Open(first.Port);
            Assert.Equal(TableStatus.Ok, await table.CreateIfNotExistsAsync(CancellationToken.None));
            Assert.True((await table.WriteAsync("p", TableOperation.Insert(new TableEntity("a").Set("Text", "kept")), CancellationToken.None)).IsOk);
        }

        await using var second = await StartAsync(0);
        using var again = Open(second.Port);
        Assert.Equal("kept", (await again.GetAsync("p", "a", CancellationToken.None)).Value!.Text("Text"));
    }

    [Fact]
    public async Task StartUnlessListening_PortTaken_StartsNone()
    {
        await using var azurite = await StartAsync(0);
        var options = new AzuriteOptions { Root = NpmRoot.Find()!, DataDirectory = _data, Port = azurite.Port };
        var start = await AzuriteProcess.StartUnlessListeningAsync(options, TimeProvider.System, CancellationToken.None);
        Assert.True(start.IsOk);
        Assert.Null(start.Process);
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task Signal_FromTheTerminal_IsLeftToTheApp(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var azurite = await StartAsync(0);
        using var table = Open(azurite.Port);
        Assert.Equal(TableStatus.Ok, await table.CreateIfNotExistsAsync(CancellationToken.None));
        using var kill = Process.Start("kill", [signal, $"{azurite.ProcessId}"]);
        await kill.WaitForExitAsync();
        // Several round trips after the signal was delivered it still answers.
        for (var n = 0; n < 20; n++)
        {
            Assert.True((await table.WriteAsync("p", TableOperation.Insert(new TableEntity($"{n}")), CancellationToken.None)).IsOk);
        }
    }

    [Fact]
    public async Task Start_PortTaken_SaysSo()
    {
        await using var azurite = await StartAsync(0);
        var options = new AzuriteOptions { Root = NpmRoot.Find()!, Port = azurite.Port };
        var start = await AzuriteProcess.StartAsync(options, TimeProvider.System, CancellationToken.None);
        Assert.False(start.IsOk);
        Assert.Contains("EADDRINUSE", start.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LastWordsArriveAfterItsEnd_AreInTheError()
    {
        // A busy machine hands over what a process wrote after its end. The child that inherits the pipe stands for that.
        const string EndsBeforeItsWordsArrive =
            """
            const late = "setTimeout(() => console.error('the last word'), 500)";
            require('node:child_process').spawn(process.execPath, ['-e', late], { stdio: 'inherit' });
            process.exit(1);
            """;
        Write("package.json", """{"devDependencies":{"azurite":"1.0.0"}}""");
        Write("node_modules/.package-lock.json", "{}");
        Write("node_modules/azurite/package.json", """{"version":"1.0.0"}""");
        Write("node_modules/azurite/dist/src/table/main.js", EndsBeforeItsWordsArrive);
        var start = await AzuriteProcess.StartAsync(new AzuriteOptions { Root = _data, Port = 1 }, TimeProvider.System, CancellationToken.None);
        Assert.Contains("the last word", start.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_UnderAClient_ReadsAndWritesAreUnavailableAndComeBack()
    {
        var azurite = await StartAsync(0);
        using var table = Open(azurite.Port);
        Assert.Equal(TableStatus.Ok, await table.CreateIfNotExistsAsync(CancellationToken.None));
        await azurite.KillAsync(CancellationToken.None);
        await azurite.DisposeAsync();
        Assert.Equal(TableStatus.Unavailable, (await table.GetAsync("p", "a", CancellationToken.None)).Status);
        var write = await table.WriteAsync("p", TableOperation.Insert(new TableEntity("a")), CancellationToken.None);
        Assert.Contains(write.Status, new[] { TableStatus.Unavailable, TableStatus.OutcomeUnknown });
        await using var back = await StartAsync(azurite.Port);
        Assert.Equal(TableStatus.Ok, await table.CreateIfNotExistsAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("v20.11.1\n", true)]
    [InlineData("v22.0.0", true)]
    [InlineData("v18.20.4", false)]
    [InlineData("", false)]
    [InlineData("node: not found", false)]
    public void IsRecent_Version_AsAzuriteNeedsIt(string version, bool recent) => Assert.Equal(recent, NodeTools.IsRecent(version));

    private void Write(string file, string text)
    {
        var path = Path.Combine(_data, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static RestTable Open(int port)
    {
        var connection = AzuriteFixture.Parse(AzuriteProcess.ConnectionStringFor(port));
        var time = TimeProvider.System;
        return new RestTable(connection, "registry", new TableOptions(), time, new StorageClock(time), new TableCounters(), Entropy.System);
    }

    private async Task<AzuriteProcess> StartAsync(int port)
    {
        var options = new AzuriteOptions { Root = NpmRoot.Find()!, DataDirectory = _data, Port = port };
        var start = await AzuriteProcess.StartUnlessListeningAsync(options, TimeProvider.System, CancellationToken.None);
        Assert.True(start.IsOk, start.Error);
        return start.Process!;
    }
}

using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;
using Registry.Tables.Azurite;

namespace Registry.EndToEnd.Tests;

/// <summary>The development storage, started and stopped with the app.</summary>
public sealed class AzuriteStartTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Start_NothingListening_StartsAzuriteKeepsItsDataAndEndsItLast(string signal)
    {
        var port = LoopbackPort.Free();
        var settings = AppSettings.On(AzuriteProcess.ConnectionStringFor(port)).With("Registry__StartAzurite", "true");
        var directory = Directory.CreateTempSubdirectory("registry-e2e-azurite-");
        try
        {
            await using (var first = await RegistryProcess.StartAsync(settings, directory.FullName))
            {
                (await first.Http.RegisterAsync("stays")).Is(HttpStatusCode.Created);
                var heartbeat = first.Http.HeartbeatAsync("stays");
                await first.SignalAsync(signal);
                Assert.True(await StatusAsync(heartbeat) is null or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable);
                Assert.Equal(0, await first.WaitForExitAsync());
                Assert.Contains("Azurite started with the app", first.Output, StringComparison.Ordinal);
            }

            Assert.False(await LoopbackPort.IsListeningAsync(port, TimeProvider.System, CancellationToken.None));
            Assert.True(Directory.Exists(Path.Combine(directory.FullName, ".azurite")));
            await using var second = await RegistryProcess.StartAsync(settings, directory.FullName);
            Assert.Equal(["stays"], (await second.Http.GetAsync("/agents", fresh: true)).Is(HttpStatusCode.OK).AgentIds);
            Assert.Equal(0, await second.StopAsync());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Start_WithoutNode_SaysWhatIsMissingAndHowToGoOn()
    {
        var port = LoopbackPort.Free();
        var empty = Directory.CreateTempSubdirectory("registry-e2e-path-");
        try
        {
            var (exitCode, output) = await RegistryProcess.RunToEndAsync(AppSettings.On(AzuriteProcess.ConnectionStringFor(port))
                .With("Registry__StartAzurite", "true")
                .With("PATH", empty.FullName));

            Assert.Equal(1, exitCode);
            Assert.All(["Node 20", "Registry__Storage=memory", "AzureWebJobsStorage"], part => Assert.Contains(part, output, StringComparison.Ordinal));
            StartTests.NoStackTrace(output);
        }
        finally
        {
            empty.Delete();
        }
    }

    [Fact]
    public async Task Start_StorageAbsentAndNotToBeStarted_ServesAnd503sUntilItIsThere()
    {
        await using var azurite = await OwnAzurite.StartAsync();
        await azurite.StopAsync();
        await using var app = await RegistryProcess.StartAsync(AppSettings.On(azurite.ConnectionString));

        (await app.Http.GetAsync("/health/live", fresh: false)).Is(HttpStatusCode.OK);
        (await app.Http.GetAsync("/health", fresh: false)).Is(HttpStatusCode.ServiceUnavailable);
        (await app.Http.RegisterAsync("early")).Is(HttpStatusCode.ServiceUnavailable);
        await azurite.StartAgainAsync();
        await Polling.UntilAsync("served", TimeSpan.FromSeconds(30), () => app.Http.RegisterAsync("early"), answer => answer.Status == HttpStatusCode.Created);
        (await app.Http.GetAsync("/health", fresh: false)).Is(HttpStatusCode.OK);
    }

    /// <summary>Null: it came too late, and nobody listened any more.</summary>
    private static async Task<HttpStatusCode?> StatusAsync(Task<Answer> request)
    {
        try
        {
            return (await request).Status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}

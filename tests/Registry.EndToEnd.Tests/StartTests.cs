using System.Net;
using System.Net.Sockets;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>Starts that can't succeed say why and how to go on; those that can say where to go next.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Start_BadSettings_NamesThemAllAndEnds()
    {
        var (exitCode, output) = await RegistryProcess.RunToEndAsync(AppSettings.Memory()
            .With("Registry__Shards", "65")
            .With("SweepSchedule", "hourly")
            .With("AzureWebJobsStorage", "DefaultEndpointsProtocol=https;AccountName=example;AccountKey=*the-secret*"));

        Assert.Equal(1, exitCode);
        Assert.All(["Registry__Shards", "SweepSchedule", "AzureWebJobsStorage", "1 to 64"], part => Assert.Contains(part, output, StringComparison.Ordinal));
        Assert.DoesNotContain("the-secret", output, StringComparison.Ordinal);
        NoStackTrace(output);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSoAndEnds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";

        var (exitCode, output) = await RegistryProcess.RunToEndAsync(AppSettings.Memory().With("ASPNETCORE_URLS", address));

        Assert.Equal(1, exitCode);
        Assert.Contains($"Can't listen on {address}", output, StringComparison.Ordinal);
        NoStackTrace(output);
    }

    [Fact]
    public async Task Start_Memory_SaysThatNothingIsKeptAndWhereToGoNext()
    {
        await using var app = await RegistryProcess.StartAsync(AppSettings.Memory());

        (await app.Http.GetAsync("/health/live", fresh: false)).Is(HttpStatusCode.OK);
        await app.StopAsync();
        Assert.Contains("nothing is kept", app.Output, StringComparison.Ordinal);
        Assert.Contains($"{app.Http.BaseAddress}health", app.Output, StringComparison.Ordinal);
        Assert.Contains("/agents/register", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithJsonLogs_WritesNothingButJson()
    {
        await using var app = await RegistryProcess.StartAsync(AppSettings.Memory().With("Logging__Console__FormatterName", "json"));

        (await app.Http.GetAsync("/health/live", fresh: false)).Is(HttpStatusCode.OK);
        Assert.Equal(0, await app.StopAsync());
        Assert.All(app.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("{", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_MistypedSetting_IsTold()
    {
        await using var app = await RegistryProcess.StartAsync(AppSettings.Memory().With("Registry__Shard", "8"));

        Assert.Equal(0, await app.StopAsync());
        Assert.Contains("Registry__Shard ", app.Output, StringComparison.Ordinal);
    }

    internal static void NoStackTrace(string output)
    {
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
    }
}

using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>Clients that take their time, or do nothing at all, while others want to be served.</summary>
public sealed class SlowClientTests
{
    private const int Many = 100;
    private const int Idle = 10_000;
    private const int FewFiles = 600;
    private const int OthersCalls = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Served = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("GET /agents HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", false)]
    [InlineData("POST /agents/register HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"name\":\"", true)]
    [InlineData("POST /agents/register HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3E8\r\n{\"name\":\"", true)]
    public async Task Requests_ByteByByte_AreAnswered408AndOthersAreServed(string beginning, bool isProblem)
    {
        await using var app = await RegistryProcess.StartAsync(AppSettings.Memory());
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);

        var slow = Enumerable.Range(0, Many).Select(_ => SlowClient.DripAsync(app.Http.BaseAddress!.Port, beginning, patience.Token)).ToList();
        await OthersAreServedAsync(app.Http, "other");

        foreach (var answer in await Task.WhenAll(slow))
        {
            Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
            Assert.Equal(isProblem, answer.Contains("application/problem+json", StringComparison.Ordinal));
        }

        Assert.Equal(0, (await app.Http.GetAsync("/agents?type=slow", fresh: true)).Is(HttpStatusCode.OK).Number("total"));
        Assert.Equal(0, await app.StopAsync());
        StartTests.NoStackTrace(app.Output);
    }

    [Fact]
    public async Task Connections_ThatDoNothing_LeaveOthersServed()
    {
        await using var app = await RegistryProcess.StartAsync(AppSettings.Memory());
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        await using (var idle = await IdleConnections.OpenAsync(app.Http.BaseAddress!.Port, Idle, patience.Token))
        {
            Assert.True(idle.Count >= Many, $"Only {idle.Count} connections could be opened.");
            await OthersAreServedAsync(app.Http, "other");
        }

        await OthersAreServedAsync(app.Http, "later");
        Assert.Equal(0, await app.StopAsync());
        StartTests.NoStackTrace(app.Output);
    }

    [Fact]
    public async Task Connections_MoreThanFilesMayBeOpen_AreRefusedAndTheAppLivesOn()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var app = await RegistryProcess.StartAsync(AppSettings.Memory(), maxFiles: FewFiles);
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        (await app.Http.RegisterAsync("before")).Is(HttpStatusCode.Created);
        await using (await IdleConnections.OpenAsync(app.Http.BaseAddress!.Port, 2 * FewFiles, patience.Token))
        {
            // On the connection that it has.
            (await app.Http.HeartbeatAsync("before").WaitAsync(Served, patience.Token)).Is(HttpStatusCode.OK);
        }

        await Polling.UntilAsync("new connections", Patience, () => TryLiveAsync(app.Http.BaseAddress!), answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(0, await app.StopAsync());
        StartTests.NoStackTrace(app.Output);
    }

    /// <summary>503 for a connection that was not taken.</summary>
    private static async Task<Answer> TryLiveAsync(Uri address)
    {
        using var own = new HttpClient { BaseAddress = address, Timeout = Served };
        try
        {
            return await own.GetAsync("/health/live", fresh: false);
        }
        catch (HttpRequestException refused)
        {
            return new Answer(HttpStatusCode.ServiceUnavailable, new HttpResponseMessage(), refused.Message);
        }
    }

    /// <summary>Also those that come with a connection of their own.</summary>
    private static async Task OthersAreServedAsync(HttpClient http, string id)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        (await http.RegisterAsync(id)).Is(HttpStatusCode.Created);
        for (var i = 0; i < OthersCalls; i++)
        {
            (await http.HeartbeatAsync(id).WaitAsync(Served, limit.Token)).Is(HttpStatusCode.OK);
            using var own = new HttpClient { BaseAddress = http.BaseAddress };
            (await own.GetAsync($"/agents/{id}", fresh: false).WaitAsync(Served, limit.Token)).Is(HttpStatusCode.OK);
        }
    }
}

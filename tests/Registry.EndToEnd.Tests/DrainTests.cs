using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>The end of an app whose storage hangs: a heartbeat in flight can't become durable any more.</summary>
public sealed class DrainTests : IAsyncLifetime
{
    private OwnAzurite _azurite = null!;
    private RegistryProcess _app = null!;
    private Task<Answer> _heartbeat = null!;

    public async Task InitializeAsync()
    {
        _azurite = await OwnAzurite.StartAsync();
        _app = await RegistryProcess.StartAsync(AppSettings.On(_azurite.ConnectionString));
        (await _app.Http.RegisterAsync("agent")).Is(HttpStatusCode.Created);
        await _azurite.PauseAsync();
        _heartbeat = _app.Http.HeartbeatAsync("agent");
        // Answered from memory: the app has taken the heartbeat's connection before.
        (await _app.Http.GetAsync("/health/live", fresh: false)).Is(HttpStatusCode.OK);
    }

    public async Task DisposeAsync()
    {
        await _azurite.ResumeAsync();
        await _app.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    [Fact]
    public async Task Terminate_StorageHangs_AnswersNo200AndEndsInTime()
    {
        await _app.SignalAsync("TERM");

        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync());
        Assert.Equal(0, await _app.WaitForExitAsync());
    }

    [Fact]
    public async Task Interrupt_Twice_EndsAtOnce()
    {
        await _app.SignalAsync("INT");
        await Polling.UntilAsync("no more connections", TimeSpan.FromSeconds(10), RefusedAsync, answer => answer.Status == default);
        Assert.False(_app.HasExited);

        await _app.SignalAsync("INT");

        Assert.NotEqual(0, await _app.WaitForExitAsync());
        Assert.Equal(default, await StatusAsync());
    }

    /// <summary>The heartbeat's; none when its connection was closed.</summary>
    private async Task<HttpStatusCode> StatusAsync()
    {
        try
        {
            return (await _heartbeat).Status;
        }
        catch (HttpRequestException)
        {
            return default;
        }
    }

    private async Task<Answer> RefusedAsync()
    {
        using var http = new HttpClient { BaseAddress = _app.Http.BaseAddress };
        try
        {
            return await http.GetAsync("/health/live", fresh: false);
        }
        catch (HttpRequestException error)
        {
            return new Answer(default, new HttpResponseMessage(), error.Message);
        }
    }
}

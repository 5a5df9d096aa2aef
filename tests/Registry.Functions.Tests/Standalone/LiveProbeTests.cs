using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Registry.Functions.Standalone;
using Registry.Functions.Tests.Settings;

namespace Registry.Functions.Tests.Standalone;

public sealed class LiveProbeTests
{
    [Theory]
    [InlineData("http://+:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://*:80", "http://127.0.0.1/")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::]:8080", "http://[::1]:8080/")]
    [InlineData("http://127.0.0.1:7071", "http://127.0.0.1:7071/")]
    public void OnThisMachine_AddressToListenOn_IsOneToAsk(string url, string asked) => Assert.Equal(asked, LiveProbe.OnThisMachine(url).AbsoluteUri);

    [Theory]
    [InlineData(HttpStatusCode.OK, 0)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 1)]
    public async Task Run_SomethingAnswers_TellsItsStatus(HttpStatusCode status, int exitCode)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/health/live" ? (int)status : 500;
            return Task.CompletedTask;
        });
        await app.StartAsync();
        var url = app.Urls.First();

        Assert.Equal(exitCode, await LiveProbe.RunAsync(SettingsOf.Valid(("ASPNETCORE_URLS", url)), TextWriter.Null));
    }

    [Fact]
    public async Task Run_NothingAnswers_TellsWhere()
    {
        using var errors = new StringWriter();
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";
        listener.Stop();

        Assert.Equal(1, await LiveProbe.RunAsync(SettingsOf.Valid(("ASPNETCORE_URLS", url)), errors));
        Assert.Contains(url, errors.ToString(), StringComparison.Ordinal);
    }
}

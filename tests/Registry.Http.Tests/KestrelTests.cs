using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Xunit;

namespace Registry.Http.Tests;

/// <summary>What only a real server shows: requests that are broken below HTTP.</summary>
public sealed class KestrelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Post = "POST /agents/register HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Fact]
    public async Task Post_BrokenChunk_IsAProblem()
    {
        var answer = await ExchangeAsync(Post + "ZZ\r\n{\"name\"\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Contains("X-Correlation-Id: ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ChunksAboveTheLimit_AreTooLarge()
    {
        var chunk = "8000\r\n" + new string('x', 0x8000) + "\r\n";
        var answer = await ExchangeAsync(Post + chunk + chunk + chunk + "0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"too_large\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live", "HTTP/1.1 200 ")]
    [InlineData("/agents/a%2Fb", "HTTP/1.1 400 ")]
    [InlineData("/agents/a%00b", "HTTP/1.1 400 ")]
    public async Task Head_AnyPath_HasNoBody(string path, string status)
    {
        var answer = await ExchangeAsync($"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith(status, answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 32 * 1024)]
    [InlineData("x-functions-key: wrong\r\n", 32 * 1024)]
    [InlineData("x-functions-key: secret\r\n", 240)]
    [InlineData("\r\nGET /docs HTTP/1.1\r\nHost: localhost\r\nx-functions-key: secret\r\n", 240)]
    public async Task Answer_ToAStranger_HasToBeTakenFast(string header, double bytesPerSecond)
    {
        MinDataRate? rate = null;
        await ExchangeAsync(
            $"GET /docs HTTP/1.1\r\nHost: localhost\r\n{header}Connection: close\r\n\r\n",
            [Keys.Of("one", CallerRole.Reader, "secret")],
            context => rate = context.Features.GetRequiredFeature<IHttpMinResponseDataRateFeature>().MinDataRate);

        Assert.Equal(bytesPerSecond, rate?.BytesPerSecond);
    }

    /// <summary>Sends these bytes and reads until the server closes.</summary>
    private static async Task<string> ExchangeAsync(string request, IReadOnlyList<ApiKeyOptions>? keys = null, Action<HttpContext>? afterwards = null)
    {
        await using var registry = await HttpHost.StartAsync();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton(registry.Server.Services.GetRequiredService<Core.Agents.AgentRegistry>())
            .AddRegistryHttp(new RegistryHttpOptions { TrustLoopback = true, Version = "1.2.3", Keys = keys ?? [] });
        await using var app = builder.Build();
        app.Use(async (context, next) =>
        {
            await next(context);
            afterwards?.Invoke(context);
        });
        RegistryPipeline.Use(app);
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(patience.Token);
        await app.StopAsync(patience.Token);
        return answer;
    }
}

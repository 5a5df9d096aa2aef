using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>Sends these bytes and reads until the server closes.</summary>
    private static async Task<string> ExchangeAsync(string request)
    {
        await using var registry = await HttpHost.StartAsync();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton(registry.Server.Services.GetRequiredService<Core.Agents.AgentRegistry>())
            .AddRegistryHttp(new RegistryHttpOptions { TrustLoopback = true, Version = "1.2.3" });
        await using var app = builder.Build();
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

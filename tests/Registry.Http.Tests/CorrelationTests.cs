using System.Net;
using Xunit;

namespace Registry.Http.Tests;

public sealed class CorrelationTests
{
    private const string Header = "X-Correlation-Id";

    [Fact]
    public async Task Request_WithoutId_GetsANewOneEachTime()
    {
        await using var host = await HttpHost.StartAsync();
        using var first = await host.Client.GetAsync("/health/live");
        using var second = await host.Client.GetAsync("/nowhere");

        Assert.Matches("^[0-9a-f]{32}$", Answers.Header(first, Header));
        Assert.NotEqual(Answers.Header(first, Header), Answers.Header(second, Header));
    }

    [Theory]
    [InlineData("order-17/a", true)]
    [InlineData("has space", false)]
    [InlineData("", false)]
    public async Task Request_WithId_KeepsItWhenVisibleAscii(string offered, bool kept)
    {
        await using var host = await HttpHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.TryAddWithoutValidation(Header, offered);
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(kept, Answers.Header(response, Header) == offered);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task Request_WithLongId_KeepsItUpToTheLimit(int length, bool kept)
    {
        await using var host = await HttpHost.StartAsync();
        var offered = new string('x', length);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add(Header, offered);
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(kept, Answers.Header(response, Header) == offered);
    }

    [Fact]
    public async Task Request_WithTraceparent_ItsTraceIsInTheProblem()
    {
        await using var host = await HttpHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await host.Client.SendAsync(request);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", problem.GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task Answer_Always_ForbidsSniffing()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.Client.GetAsync("/health/live");

        Assert.Equal("nosniff", Answers.Header(response, "X-Content-Type-Options"));
    }
}

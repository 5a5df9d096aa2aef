using System.Net;
using Registry.Contracts.Services;
using Xunit;

namespace Registry.Http.Tests.Services;

public sealed class ServiceDiscoveryTests
{
    [Theory]
    [InlineData("name=^api-", "api-a,api-b")]
    [InlineData("name=b$", "api-b,web-b")]
    [InlineData("version=^1.0.0", "api-a,api-b,web-b")]
    [InlineData("version=>=2", "")]
    [InlineData("tags=x", "api-a,api-b")]
    [InlineData("tags=x,y", "api-b")]
    [InlineData("tags=x&tags=y", "api-b")]
    [InlineData("environment=prod", "api-a")]
    [InlineData("health=degraded", "web-b")]
    [InlineData("health=unknown,degraded", "api-a,api-b,web-b")]
    [InlineData("capability=search@^2", "web-b")]
    [InlineData("kind=agent&status=healthy&sort=-name&nothing=1", "api-a,api-b,web-b")]
    public async Task Discover_ByAnyOfItsFilters_FindsThoseServices(string query, string names)
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "api-a", ""","metadata":{"tags":["x"],"environment":"prod"}""");
        await Seed.RegisterAsync(host, "api-b", ""","metadata":{"tags":["x","y"]}""");
        await Seed.RegisterAsync(host, "web-b", ""","capabilities":[{"name":"search","version":"2.1.0"}]""");
        await Seed.ReportAsync(host, "web-b", "degraded");
        await host.RegisterAsync("api-agent-b", ""","environment":"prod","tags":["x","y"],"version":"1.0.0","priority":2""");
        using var response = await host.SendAsync("GET", $"{Seed.Services}?{query}");

        var page = await Shapes.ReadAsync<ServicePage>(response);
        Assert.Equal(names, string.Join(',', page.Services.Select(service => service.Name)));
    }

    [Fact]
    public async Task Discover_PageByPage_SeesEachOnce()
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await Seed.RegisterAsync(host, $"s{i}");
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            using var response = await host.SendAsync("GET", $"{Seed.Services}?limit=3{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            var page = await Shapes.ReadAsync<ServicePage>(response);
            Assert.Equal(7, page.Total);
            Assert.Equal(page.Services.Count, page.Count);
            seen.AddRange(page.Services.Select(service => service.Name));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"s{i}"), seen);
    }

    [Theory]
    [InlineData("health=unreachable", "health")]
    [InlineData("health=fine", "health")]
    [InlineData("health=", "health")]
    [InlineData("tags=", "tags")]
    [InlineData("name=(", "name")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("version=>>1", "version")]
    public async Task Discover_WithAWrongFilter_NamesItAsItWasGiven(string query, string field)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("GET", $"{Seed.Services}?{query}");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        var error = Assert.Single(problem.GetProperty("errors").EnumerateObject());
        Assert.Equal(field, error.Name);
        Assert.DoesNotContain("unreachable", error.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discover_MoreThanABufferHolds_IsWholeCompressedAndNot()
    {
        await using var host = await HttpHost.StartAsync();
        var long1 = new string('é', 3000);
        for (var i = 0; i < 40; i++)
        {
            await Seed.RegisterAsync(host, $"s{i:00}", $$""","metadata":{"text":"{{long1}}"}""");
        }

        using var plain = await host.SendAsync("GET", Seed.Services);
        using var compressed = await host.SendAsync("GET", Seed.Services, null, "Accept-Encoding: gzip");

        Assert.Equal(40, (await Shapes.ReadAsync<ServicePage>(plain)).Services.Count);
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        await using var unzipped = new System.IO.Compression.GZipStream(
            await compressed.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await reader.ReadToEndAsync());
    }
}

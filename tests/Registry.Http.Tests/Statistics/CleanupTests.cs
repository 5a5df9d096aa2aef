using System.Net;
using Xunit;

namespace Registry.Http.Tests.Statistics;

public sealed class CleanupTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"inactive_for_seconds":null,"other":1}""")]
    public async Task Cleanup_WithoutALimit_RemovesWhatHasExpired(string? body)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("short", ""","ttl_seconds":10""");
        await host.RegisterAsync("long", ""","ttl_seconds":600""");
        await host.RegisterAsync("for-good", ""","ttl_seconds":3600""");
        host.Time.Advance(TimeSpan.FromSeconds(14));
        using var response = await host.SendAsync("POST", "/cleanup", body);
        using var again = await host.SendAsync("POST", "/cleanup", body);

        Assert.Equal("""{"removed":1}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("""{"removed":0}""", await again.Content.ReadAsStringAsync());
        Assert.Equal(["for-good", "long"], await IdsAsync(host));
    }

    [Fact]
    public async Task Cleanup_WithALimit_RemovesWhatWasNotSeenSoLong()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("silent", ""","ttl_seconds":3600""");
        await host.RegisterAsync("beats", ""","ttl_seconds":3600""");
        host.Time.Advance(TimeSpan.FromSeconds(60));
        using var beat = await host.SendAsync("POST", "/agents/beats/heartbeat");
        host.Time.Advance(TimeSpan.FromSeconds(30));
        using var tooLong = await host.SendAsync("POST", "/cleanup", """{"inactive_for_seconds":100}""");
        using var response = await host.SendAsync("POST", "/cleanup", """{"inactive_for_seconds":59.5}""");

        Assert.Equal("""{"removed":0}""", await tooLong.Content.ReadAsStringAsync());
        Assert.Equal("""{"removed":1}""", await response.Content.ReadAsStringAsync());
        Assert.Equal(["beats"], await IdsAsync(host));
    }

    [Theory]
    [InlineData("""{"inactive_for_seconds":0}""", "inactive_for_seconds")]
    [InlineData("""{"inactive_for_seconds":-5}""", "inactive_for_seconds")]
    [InlineData("""{"inactive_for_seconds":"60"}""", "inactive_for_seconds")]
    [InlineData("""{"inactive_for_seconds":1e300}""", "inactive_for_seconds")]
    [InlineData("""{"inactive_for_seconds":[]}""", "inactive_for_seconds")]
    [InlineData("[60]", "body")]
    [InlineData("null", "body")]
    public async Task Cleanup_WithAWrongLimit_RemovesNothing(string body, string field)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("short", ""","ttl_seconds":10""");
        host.Time.Advance(TimeSpan.FromSeconds(14));
        using var response = await host.SendAsync("POST", "/cleanup", body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
        Assert.Equal(["short"], await IdsAsync(host));
    }

    [Fact]
    public async Task Cleanup_WithoutStorage_IsUnavailable()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        host.Table.Fault = Core.Storage.TableStatus.Unavailable;
        using var response = await host.SendAndWaitAsync("POST", "/cleanup", """{"inactive_for_seconds":1}""");

        await Answers.ProblemAsync(response, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
    }

    private static async Task<IEnumerable<string>> IdsAsync(HttpHost host)
    {
        using var response = await host.SendAsync("GET", "/agents?fields=id", null, "Cache-Control: no-cache");
        return (await Answers.JsonAsync(response)).GetProperty("agents").EnumerateArray().Select(agent => agent.GetProperty("id").GetString()!);
    }
}

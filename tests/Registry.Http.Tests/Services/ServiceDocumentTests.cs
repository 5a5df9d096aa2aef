using System.Net;
using Registry.Contracts.Services;
using Xunit;

namespace Registry.Http.Tests.Services;

/// <summary>Every example of the service registry's document, as written, base path included.</summary>
public sealed class ServiceDocumentTests
{
    [Fact]
    public async Task Register_TheDocumentsService_IsAnsweredInItsShape()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/api/v1/registry/services/ai-text-processor", response.Headers.Location?.OriginalString);
        var json = await Answers.JsonAsync(response);
        Assert.Equal(
            ["name", "endpoint", "capabilities", "version", "health", "metadata", "registeredAt", "updatedAt"],
            json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            """[{"name":"text-analysis","version":"2.0.0","description":"Advanced text analysis with sentiment detection"}]""",
            json.GetProperty("capabilities").GetRawText());
        Assert.Equal("""{"tags":["ai","nlp"],"environment":"production"}""", json.GetProperty("metadata").GetRawText());
        Assert.Equal(["status", "lastCheck"], json.GetProperty("health").EnumerateObject().Select(member => member.Name));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", json.GetProperty("registeredAt").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", json.GetProperty("health").GetProperty("lastCheck").GetString());

        var service = await Shapes.ReadAsync<ServiceDefinition>(response);
        Assert.Equal("unknown", service.Health.Status);
        Assert.Equal(service.RegisteredAt, service.UpdatedAt);
        Assert.Equal("https://ai-service.company.com:8080", service.Endpoint);
        Assert.Equal("2.1.0", service.Version);
    }

    [Theory]
    [InlineData("", "ai-text-processor,billing")]
    [InlineData("?tags=ai,nlp", "ai-text-processor")]
    [InlineData("?capability=text-processing", "billing")]
    [InlineData("?capability=text-analysis", "ai-text-processor")]
    [InlineData("?health=healthy&environment=production", "billing")]
    public async Task Discover_TheDocumentsQueries_FindWhatTheySay(string query, string names)
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);
        await Seed.RegisterAsync(
            host, "billing", ""","capabilities":[{"name":"text-processing","version":"1.0.0"}],"metadata":{"tags":["ai"],"environment":"production"}""");
        await Seed.ReportAsync(host, "billing", "healthy");

        using var response = await host.SendAsync("GET", Seed.Services + query);
        var page = await Shapes.ReadAsync<ServicePage>(response);

        Assert.Equal(names.Split(','), page.Services.Select(service => service.Name));
        Assert.Equal(page.Services.Count, page.Count);
        Assert.Equal(page.Services.Count, page.Total);
        Assert.Null(page.NextCursor);
    }

    [Fact]
    public async Task Get_TheDocumentsService_IsWhatRegisteringAnswered()
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);
        using var read = await host.SendAsync("GET", Seed.Services + "/ai-text-processor");

        Assert.Equal(await registered.Content.ReadAsStringAsync(), await read.Content.ReadAsStringAsync());
        Assert.Equal(Answers.Header(registered, "ETag"), Answers.Header(read, "ETag"));
        Assert.Equal("0", Answers.Header(read, "Age"));
    }

    [Fact]
    public async Task Health_OfTheDocumentsService_IsItsHealth()
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);
        using var response = await host.SendAsync("GET", Seed.Services + "/ai-text-processor/health");

        var health = await Shapes.ReadAsync<ServiceHealth>(response);
        Assert.Equal("unknown", health.Status);
        Assert.Equal((await Shapes.ReadAsync<ServiceDefinition>(registered)).Health, health);
    }

    [Fact]
    public async Task RegistryHealth_SaysHowItIsAndHowManyServices()
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "one");
        await Seed.RegisterAsync(host, "two");
        await Seed.ReportAsync(host, "two", "healthy");
        await host.RegisterAsync("an-agent");
        using var response = await host.SendAsync("GET", "/api/v1/registry/health");

        var json = await Answers.JsonAsync(response);
        Assert.Equal(["status", "timestamp", "totalServices", "healthyServices"], json.EnumerateObject().Select(member => member.Name));
        var health = await Shapes.ReadAsync<ServiceRegistryHealth>(response);
        Assert.Equal(("healthy", 2, 1), (health.Status, health.TotalServices, health.HealthyServices));
    }

    [Fact]
    public async Task Stats_OfFifteenServices_AreTheDocuments()
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 15; i++)
        {
            // 25 capabilities of 8 names on 15 services: 1.67 on average.
            var second = i < 10 ? $$""",{"name":"c{{(i + 1) % 8}}","version":"1.0.0"}""" : "";
            await Seed.RegisterAsync(host, $"s{i}", $$""","capabilities":[{"name":"c{{i % 8}}","version":"1.0.0"}{{second}}]""");
            await Seed.ReportAsync(host, $"s{i}", i < 12 ? "healthy" : i < 14 ? "unhealthy" : "degraded");
        }

        using var response = await host.SendAsync("GET", "/api/v1/registry/stats");

        Assert.Equal(
            """{"totalServices":15,"healthyServices":12,"unhealthyServices":2,"degradedServices":1,"uniqueCapabilities":8,"averageCapabilitiesPerService":1.67}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Capabilities_AreThoseOfServicesAlone()
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "one", ""","capabilities":[{"name":"b","version":"10.0.0"},{"name":"a","version":"1.0.0"}]""");
        await Seed.RegisterAsync(host, "two", ""","capabilities":[{"name":"b","version":"2.0.0"},{"name":"b","version":"3.0.0"}]""");
        await host.RegisterAsync("an-agent", ""","capabilities":["b","z"]""");
        using var response = await host.SendAsync("GET", "/api/v1/registry/capabilities");

        Assert.Equal(
            """{"capabilities":[{"name":"a","versions":["1.0.0"],"services":1},{"name":"b","versions":["2.0.0","3.0.0","10.0.0"],"services":2}],"count":2}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Cleanup_AfterTheTtl_RemovesTheServicesAndCountsOnlyThem()
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);
        await host.RegisterAsync("an-agent", ""","ttl_seconds":300""");
        using var tooEarly = await host.SendAsync("POST", "/api/v1/registry/cleanup");

        // The schedule goes on, so that no sweep counts as missed.
        for (var second = 0; second < 300; second += 15)
        {
            host.Time.Advance(TimeSpan.FromSeconds(15));
            using var sweep = await host.SendAsync("POST", "/sweep");
        }

        host.Time.Advance(TimeSpan.FromSeconds(14));
        using var response = await host.SendAsync("POST", "/api/v1/registry/cleanup");
        using var gone = await host.SendAsync("GET", Seed.Services + "/ai-text-processor");
        using var agent = await host.SendAsync("GET", "/agents/an-agent");

        Assert.Equal("""{"removed":0}""", await tooEarly.Content.ReadAsStringAsync());
        Assert.Equal("""{"removed":1}""", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, agent.StatusCode);
    }

    [Fact]
    public async Task Delete_Twice_IsNotFoundThen()
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);
        using var first = await host.SendAsync("DELETE", Seed.Services + "/ai-text-processor");
        using var second = await host.SendAsync("DELETE", Seed.Services + "/ai-text-processor");

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Empty(await first.Content.ReadAsByteArrayAsync());
        var problem = await Answers.ProblemAsync(second, HttpStatusCode.NotFound, "not_found");
        Assert.Equal("Service not found", problem.GetProperty("detail").GetString());
        Assert.Equal("ai-text-processor", problem.GetProperty("agent_id").GetString());
    }

    [Theory]
    [InlineData("/api/v1/registry/services")]
    [InlineData("/api/v1/registry/services/one")]
    [InlineData("/api/v1/registry/services/one/health")]
    [InlineData("/api/v1/registry/health")]
    [InlineData("/api/v1/registry/stats")]
    [InlineData("/api/v1/registry/capabilities")]
    [InlineData("/stats")]
    [InlineData("/capabilities")]
    public async Task Get_AnswersHead(string path)
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "one");
        using var response = await host.SendAsync("HEAD", path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/registry/services/one", "DELETE, GET, HEAD, PUT")]
    [InlineData("DELETE", "/api/v1/registry/services", "GET, HEAD, POST")]
    [InlineData("GET", "/api/v1/registry/cleanup", "POST")]
    [InlineData("POST", "/api/v1/registry/stats", "GET, HEAD")]
    [InlineData("GET", "/cleanup", "POST")]
    public async Task OtherMethod_IsRefusedWithAllow(string method, string path, string allowed)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync(method, path, "{}");

        await Answers.ProblemAsync(response, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal(allowed.Split(", "), response.Content.Headers.Allow);
    }
}

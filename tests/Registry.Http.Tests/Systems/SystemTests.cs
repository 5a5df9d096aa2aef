using System.Net;
using Xunit;

namespace Registry.Http.Tests.Systems;

public sealed class SystemTests
{
    [Theory]
    [InlineData("postgresql://host:5432/db", "database", "postgresql://host:5432/db")]
    [InlineData("https://api.example.com", "rest_api", "https://api.example.com")]
    [InlineData("file:///data/storage", "file_system", "file:///data/storage")]
    [InlineData("amqp://rabbitmq:5672", "message_queue", "amqp://rabbitmq:5672")]
    [InlineData("ldap://directory.example.com", "ldap", "ldap://directory.example.com")]
    [InlineData("smtp://mail.example.com:587", "email_server", "smtp://mail.example.com:587")]
    [InlineData(" postgresql://u:S3CR3T@h/d?sslpassword=S3CR3T ", "database", "postgresql://u:***@h/d?sslpassword=***")]
    [InlineData("nowhere", "unknown", "nowhere")]
    [InlineData("S3CR3T !", "unknown", "***")]
    public async Task Detect_OfAnEndpoint_SaysWhatItIsWithoutItsSecrets(string endpoint, string type, string shown)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("GET", "/systems/detect?endpoint=" + Uri.EscapeDataString(endpoint));

        Assert.Equal($$"""{"system_type":"{{type}}","endpoint":"{{shown}}"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?endpoint=")]
    [InlineData("?endpoint=%20")]
    [InlineData("?endpoint=a&endpoint=b")]
    public async Task Detect_OfNoEndpoint_IsRefused(string query)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("GET", "/systems/detect" + query);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("endpoint", out _));
    }

    [Fact]
    public async Task Registered_WithoutASystemType_IsFoundByWhatItsEndpointSays()
    {
        await using var host = await HttpHost.StartAsync();
        foreach (var (id, endpoint) in new[] { ("db", "postgresql://h/d"), ("queue", "amqp://h"), ("db2", "Server=h;Database=d") })
        {
            using var put = await host.SendAsync("PUT", "/agents/" + id, $$"""{"name":"{{id}}","type":"t","endpoint":"{{endpoint}}"}""");
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }

        using var found = await host.SendAsync("GET", "/agents?system_type=database");
        using var stats = await host.SendAsync("GET", "/stats");

        var ids = (await Answers.JsonAsync(found)).GetProperty("agents").EnumerateArray().Select(agent => agent.GetProperty("id").GetString());
        Assert.Equal(["db", "db2"], ids.Order(StringComparer.Ordinal));
        Assert.Equal("""{"database":2,"message_queue":1}""", (await Answers.JsonAsync(stats)).GetProperty("by_system_type").GetRawText());
    }
}

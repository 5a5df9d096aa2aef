using System.Net;
using Xunit;

namespace Registry.Http.Tests.Services;

/// <summary>The examples of the service registry's document, and helpers to register more.</summary>
internal static class Seed
{
    public const string Services = "/api/v1/registry/services";

    /// <summary>What the document's first example registers.</summary>
    public const string TextProcessor = """
        {
          "name": "ai-text-processor",
          "endpoint": "https://ai-service.company.com:8080",
          "version": "2.1.0",
          "capabilities": [
            {
              "name": "text-analysis",
              "version": "2.0.0",
              "description": "Advanced text analysis with sentiment detection"
            }
          ],
          "health": { "status": "unknown", "lastCheck": "2026-11-21T10:30:00.000Z" },
          "metadata": { "tags": ["ai", "nlp"], "environment": "production" }
        }
        """;

    /// <summary>Registers a service that its host answers 201 for.</summary>
    public static async Task RegisterAsync(HttpHost host, string name, string more = "", string key = "")
    {
        var headers = key.Length == 0 ? Array.Empty<string>() : ["x-functions-key: " + key];
        using var response = await host.SendAsync(
            "POST", Services, $$"""{"name":"{{name}}","endpoint":"https://{{name}}.example","version":"1.0.0"{{more}}}""", headers);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A service's status, as its heartbeat says.</summary>
    public static async Task ReportAsync(HttpHost host, string name, string status)
    {
        using var response = await BeatAsync(host, name, $$"""{"status":"{{status}}"}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>A heartbeat, long enough after the one before it to be written at once.</summary>
    public static Task<HttpResponseMessage> BeatAsync(HttpHost host, string name, string body)
    {
        host.Time.Advance(TimeSpan.FromMilliseconds(101));
        return host.SendAsync("POST", $"/agents/{name}/heartbeat", body);
    }
}

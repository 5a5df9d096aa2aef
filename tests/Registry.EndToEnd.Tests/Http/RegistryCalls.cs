using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Registry.EndToEnd.Tests.Http;

/// <summary>The calls of the agent surface, as an agent without any library makes them.</summary>
internal static class RegistryCalls
{
    public static Task<Answer> RegisterAsync(this HttpClient http, string id, int? ttlSeconds = null)
    {
        var body = new JsonObject
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = "cost",
            ["host"] = "127.0.0.1",
            ["port"] = 8001,
            ["capabilities"] = new JsonArray("spot_migration"),
        };
        if (ttlSeconds is { } ttl)
        {
            body["ttl_seconds"] = ttl;
        }

        return http.SendAsync(HttpMethod.Post, "/agents/register", body.ToJsonString());
    }

    public static Task<Answer> HeartbeatAsync(this HttpClient http, string id) => http.SendAsync(HttpMethod.Post, $"/agents/{id}/heartbeat", null);

    public static Task<Answer> UnregisterAsync(this HttpClient http, string id) => http.SendAsync(HttpMethod.Post, $"/agents/{id}/unregister", null);

    public static Task<Answer> GetAsync(this HttpClient http, string path, bool fresh)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (fresh)
        {
            request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        }

        return http.AnswerAsync(request);
    }

    public static Task<Answer> SendAsync(this HttpClient http, HttpMethod method, string path, string? json)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return http.AnswerAsync(request);
    }

    public static async Task<Answer> AnswerAsync(this HttpClient http, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await http.SendAsync(request);
            return new Answer(response.StatusCode, response, await response.Content.ReadAsStringAsync());
        }
    }
}

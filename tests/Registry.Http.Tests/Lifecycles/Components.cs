using System.Net;
using System.Text.Json;
using Xunit;

namespace Registry.Http.Tests.Lifecycles;

/// <summary>Asks as the component registry's document does.</summary>
internal static class Components
{
    public static async Task RegisterComponentAsync(this HttpHost host, string id, string more = "")
    {
        using var response = await host.SendAsync(
            "POST", "/agents/register", $$"""{"id":"{{id}}","name":"{{id}}","type":"skill","kind":"component"{{more}}}""");
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a request and expects a status; gives the answer, undefined where it has none.</summary>
    public static async Task<JsonElement> AskAsync(this HttpHost host, int status, string method, string path, string? json = null, params string[] headers)
    {
        using var response = await host.SendAsync(method, path, json, headers);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public static async Task<string> LifecycleAsync(this HttpHost host, string id) =>
        (await host.AskAsync(200, "GET", $"/agents/{id}")).Text("lifecycle");

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static string[] Texts(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(static item => item.GetString()!)];
}

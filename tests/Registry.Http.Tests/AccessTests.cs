using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Registry.Http.Tests.OpenApi;
using Xunit;

namespace Registry.Http.Tests;

/// <summary>
/// Walks every operation of the API document with every role and with none, and compares with the table of <c>docs/access.md</c>, which
/// people wrote: an operation without a row fails, and so does a row without an operation.
/// </summary>
public sealed partial class AccessTests
{
    private const string Id = "nobody";
    private const string Confined = "confined";

    private static readonly CallerRole[] Roles = Enum.GetValues<CallerRole>();

    private static readonly ApiKeyOptions[] Configured =
        [.. Roles.Where(static role => role != CallerRole.None).Select(static role => Keys.Of(role.ToString(), role, role.ToString()))];

    [Fact]
    public async Task EveryOperation_IsOpenToTheRolesThatTheTableNames()
    {
        var table = Table();
        await using var host = await HttpHost.StartAsync(Configured, remoteAddress: "203.0.113.9", configure: static options => options with { Limits = new() { RequestsPerSecondPerAddress = 0 } });
        var operations = await OperationsAsync(host);

        Assert.Equal([.. operations.Order(StringComparer.Ordinal)], table.Keys.Order(StringComparer.Ordinal).ToArray());
        var wrong = new List<string>();
        foreach (var operation in operations)
        {
            foreach (var role in Roles)
            {
                var status = await CallAsync(host, operation, role);
                var expected = role >= table[operation] ? 0 : role == CallerRole.None ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
                var refused = status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden ? status : 0;
                if (refused != expected)
                {
                    wrong.Add($"{operation} as {role}: {status}, the table says {table[operation]}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task EveryOperationOfOperators_ByAConfinedKey_IsForbiddenOutsideItsNamespace()
    {
        var confined = Keys.Of(Confined, CallerRole.Admin, Confined) with { Namespaces = ["team:"] };
        await using var host = await HttpHost.StartAsync([.. Configured, confined]);
        using var registered = await host.SendAsync(
            "PUT", $"/agents/{Id}", $$"""{"id":"{{Id}}","name":"n","type":"t","endpoint":"http://h.example.com"}""", "x-functions-key: " + CallerRole.Agent);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);

        var wrong = new List<string>();
        foreach (var (operation, role) in Table().Where(static row => row.Value >= CallerRole.Operator))
        {
            var status = await CallAsync(host, operation, Confined, await ExampleAsync(host, operation));
            if (status != StatusCodes.Status403Forbidden)
            {
                wrong.Add($"{operation}, open to {role}: {status}");
            }
        }

        Assert.Empty(wrong);
    }

    private static Task<int> CallAsync(HttpHost host, string operation, CallerRole role) =>
        CallAsync(host, operation, role == CallerRole.None ? null : role.ToString(), body: null);

    private static async Task<int> CallAsync(HttpHost host, string operation, string? key, string? body)
    {
        var (method, path) = (operation.Split(' ')[0], Parameter().Replace(operation.Split(' ')[1], Id));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        // What they answer is not of interest: a stream is left with its head.
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)response.StatusCode;
    }

    /// <summary>A body that the operation takes; null where it takes none.</summary>
    private static async Task<string?> ExampleAsync(HttpHost host, string operation) =>
        (await PathsAsync(host)).GetProperty(operation.Split(' ')[1]).GetProperty(operation.Split(' ')[0].ToLowerInvariant()).TryGetProperty("requestBody", out var body)
            ? body.GetProperty("content").EnumerateObject().First().Value.GetProperty("example").GetRawText()
            : null;

    private static async Task<JsonElement> PathsAsync(HttpHost host)
    {
        using var response = await host.Client.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await Answers.JsonAsync(response)).GetProperty("paths");
    }

    private static async Task<List<string>> OperationsAsync(HttpHost host)
    {
        var paths = await PathsAsync(host);
        return [.. paths.EnumerateObject().SelectMany(static path => path.Value.EnumerateObject()
            .Where(static operation => operation.Value.ValueKind == JsonValueKind.Object)
            .Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))];
    }

    /// <summary>Rows such as <c>| `POST /agents/register` | agent | … |</c>.</summary>
    private static Dictionary<string, CallerRole> Table() => Row()
        .Matches(RepositoryFiles.ReadText("docs/access.md"))
        .ToDictionary(static row => row.Groups[1].Value, static row => Enum.Parse<CallerRole>(row.Groups[2].Value, ignoreCase: true));

    [GeneratedRegex(@"^\| `([A-Z]+ /[^`]*)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}

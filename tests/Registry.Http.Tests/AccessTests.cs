using System.Net;
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

    private static async Task<int> CallAsync(HttpHost host, string operation, CallerRole role)
    {
        var (method, path) = (operation.Split(' ')[0], Parameter().Replace(operation.Split(' ')[1], "nobody"));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (role != CallerRole.None)
        {
            request.Headers.Add("x-functions-key", role.ToString());
        }

        // What they answer is not of interest: a stream is left with its head.
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)response.StatusCode;
    }

    private static async Task<List<string>> OperationsAsync(HttpHost host)
    {
        using var response = await host.Client.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var paths = (await Answers.JsonAsync(response)).GetProperty("paths");
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

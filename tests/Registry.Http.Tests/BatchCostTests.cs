using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Registry.Http.Tests;

/// <summary>What batches cost, as an operator reads it.</summary>
public sealed partial class BatchCostTests
{
    [Fact]
    public async Task RegisterThousandComponents_InOneBatch_TakesUnderFortyCommits()
    {
        await using var host = await HttpHost.StartAsync();
        using (await host.SendAsync("GET", "/agents"))
        {
        }

        var before = await CommitsAsync(host);
        var items = string.Join(',', Enumerable.Range(0, 1000).Select(i =>
            $$"""{"id":"skill-{{i}}","name":"skill {{i}}","type":"skill","kind":"component","path":"app/skills/s{{i}}.py","module_name":"s{{i}}"}"""));

        using var response = await host.SendAsync("POST", "/agents/batch", $"[{items}]");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await Answers.JsonAsync(response);
        Assert.Equal(1000, answer.GetProperty("succeeded").GetInt32());
        Assert.Equal(
            Enumerable.Range(0, 1000).Select(i => $"skill-{i}"),
            answer.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("id").GetString()));
        Assert.InRange(await CommitsAsync(host) - before, 1, 39);
    }

    [Fact]
    public async Task UnregisterThousandComponents_InOneBatch_TakesUnderFortyCommits()
    {
        await using var host = await HttpHost.StartAsync();
        var items = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"id":"s{{i}}","name":"s","type":"skill","kind":"component"}"""));
        using (await host.SendAsync("POST", "/agents/batch", $"[{items}]"))
        {
        }

        var before = await CommitsAsync(host);
        var ids = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"s{i}\""));

        using var response = await host.SendAsync("POST", "/agents/unregister", $$"""{"ids":[{{ids}}]}""");

        Assert.Equal(1000, (await Answers.JsonAsync(response)).GetProperty("succeeded").GetInt32());
        Assert.InRange(await CommitsAsync(host) - before, 1, 39);
    }

    private static async Task<int> CommitsAsync(HttpHost host)
    {
        using var response = await host.SendAsync("GET", "/metrics");
        var text = await response.Content.ReadAsStringAsync();
        return Commits().Matches(text).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^registry_tables_requests_total\{[^}]*kind=""commit""[^}]*\} (\d+)", RegexOptions.Multiline)]
    private static partial Regex Commits();
}

using System.Net;
using System.Text.Json;
using Registry.Testing;
using Xunit;

namespace Registry.Http.Tests.Systems;

public sealed class EndpointSecretsTests
{
    private const string Services = Registry.Http.Tests.Services.Seed.Services;

    /// <summary>Every endpoint there is, through every call that takes one: the mark in it is then in no row, log line, event or answer.</summary>
    [Fact]
    public async Task Secrets_ThroughEveryCallThatTakesAnEndpoint_AreNowhere()
    {
        await using var host = await HttpHost.StartAsync(configure: static options => options with { Limits = new() { RequestsPerSecondPerKey = 0, RequestsPerSecondPerAddress = 0 } });
        var answers = new List<string>();
        var accepted = 0;
        for (var i = 0; i < SecretEndpoints.All.Count; i++)
        {
            foreach (var (method, path, body) in Calls(i, SecretEndpoints.All[i]))
            {
                using var response = await host.SendAndWaitAsync(method, path, body);
                Assert.True((int)response.StatusCode < 500, $"{method} {path} {body}: {(int)response.StatusCode}");
                accepted += response.IsSuccessStatusCode ? 1 : 0;
                answers.Add($"{method} {path} {body}\n=> {response.Headers} {await response.Content.ReadAsStringAsync()}");
            }
        }

        foreach (var path in new[] { "/agents", "/agents/health", Services, "/stats", "/capabilities", "/metrics", "/health" })
        {
            using var response = await host.SendAndWaitAsync("GET", path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            answers.Add("=> " + await response.Content.ReadAsStringAsync());
        }

        var rows = await Traces.RowsAsync(host);
        Assert.True(SecretEndpoints.All.Count >= 200);
        Assert.True(accepted > 4 * SecretEndpoints.All.Count, $"{accepted} calls were accepted");
        Assert.True(rows.Count > 4 * SecretEndpoints.All.Count);
        Assert.DoesNotContain(answers, answer => answer[answer.IndexOf("=>", StringComparison.Ordinal)..].Contains(SecretEndpoints.Mark, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => row.Contains(SecretEndpoints.Mark, StringComparison.Ordinal));
        Assert.DoesNotContain(await Traces.EventsAsync(host), page => page.Contains(SecretEndpoints.Mark, StringComparison.Ordinal));
        Assert.DoesNotContain(Traces.Logs(host), line => line.Contains(SecretEndpoints.Mark, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Method, string Path, string? Body)> Calls(int number, string endpoint)
    {
        var quoted = "\"" + JsonEncodedText.Encode(endpoint) + "\"";
        yield return ("POST", "/agents/register", $$"""{"id":"r{{number}}","name":"n","type":"t","endpoint":{{quoted}}}""");
        yield return ("POST", "/agents/register", $$"""{"type":5,"endpoint":{{quoted}},"port":-1}""");
        yield return ("POST", "/agents/register", $$"""{"name":"n","type":"t","host":{{quoted}},"port":80}""");
        yield return ("POST", "/agents/register?verify_trust_chain=false", $$"""{"id":"s{{number}}","name":"n","type":"t","kind":"system","endpoint":{{quoted}}}""");
        yield return ("PUT", $"/agents/p{number}", """{"name":"n","type":"t","endpoint":"http://h:1"}""");
        yield return ("PUT", $"/agents/p{number}", $$"""{"name":"n","type":"t","endpoint":{{quoted}},"path":{{quoted}},"module_name":{{quoted}}}""");
        yield return ("PATCH", $"/agents/p{number}", $$"""{"endpoint":{{quoted}}}""");
        yield return ("PATCH", $"/agents/p{number}", $$"""{"hooks":{"pre_activation":{{quoted}} } }""");
        yield return ("PATCH", $"/agents/p{number}", $$"""{"health_check":{"kind":"http","path":{{quoted}} } }""");
        yield return ("PATCH", $"/agents/p{number}", $$"""{"host":{{quoted}}}""");
        yield return ("GET", $"/agents/p{number}", null);
        yield return ("POST", "/agents/batch", $$"""[{"id":"b{{number}}","name":"n","type":"t","endpoint":{{quoted}}},{"name":"","endpoint":{{quoted}}}]""");
        yield return ("POST", Services, $$"""{"name":"v{{number}}","version":"1.0.0","endpoint":{{quoted}}}""");
        yield return ("PUT", $"{Services}/v{number}", $$"""{"endpoint":{{quoted}}}""");
        yield return ("GET", "/systems/detect?endpoint=" + Uri.EscapeDataString(endpoint), null);
    }
}

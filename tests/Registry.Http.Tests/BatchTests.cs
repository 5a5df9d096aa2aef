using System.Net;
using System.Text.Json;
using Registry.Contracts;
using Registry.Contracts.Batches;
using Xunit;

namespace Registry.Http.Tests;

public sealed class BatchTests
{
    [Fact]
    public async Task RegisterBatch_OneBadItem_FailsAlone()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("taken");
        var answer = await RunAsync(host, "/agents/batch", """
            [{"id":"a1","name":"a1","type":"t","host":"h","port":1},
             {"id":"a2","name":"a2","type":"t","host":"h","port":70000},
             {"id":"taken","name":"a3","type":"t","host":"h","port":1},
             7,
             {"name":"a4","type":"t","host":"h","port":1}]
            """);

        Assert.Equal([201, 400, 409, 400, 201], answer.Results.Select(result => result.Status));
        Assert.Equal([0, 1, 2, 3, 4], answer.Results.Select(result => result.Index));
        Assert.Equal((2, 3), (answer.Succeeded, answer.Failed));
        Assert.Equal(["a1", "a2", "taken", null], answer.Results.Take(4).Select(result => result.Id));
        Assert.True(Guid.TryParse(answer.Results[4].Id, out _));
        Assert.True(answer.Results[1].Error!.Errors!.ContainsKey("port"));
        Assert.Equal("already_registered", answer.Results[2].Error!.Code);
        Assert.Null(answer.Results[0].Error);
    }

    [Fact]
    public async Task RegisterBatch_SameIdTwice_OneWins()
    {
        await using var host = await HttpHost.StartAsync();
        const string Item = """{"id":"a1","name":"a1","type":"t","host":"h","port":1}""";
        var answer = await RunAsync(host, "/agents/batch", $"[{Item},{Item}]");

        Assert.Equal([201, 409], answer.Results.Select(result => result.Status));
    }

    [Fact]
    public async Task HeartbeatBatch_AnswersEachOnItsOwn()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        await host.RegisterAsync("a2");
        var answer = await RunAsync(
            host, "/agents/heartbeats", """[{"id":"a1"},{"id":"ghost"},{"id":"a2","status":"degraded","metadata":{"k":1}},{"id":"a/b"},{"status":"healthy"},{"id":"a1","status":"unreachable"}]""");

        Assert.Equal([200, 404, 200, 400, 400, 400], answer.Results.Select(result => result.Status));
        using var read = await host.SendAsync("GET", "/agents/a2");
        Assert.Equal("degraded", (await Answers.JsonAsync(read)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task UnregisterBatch_UnknownIds_AreNoError()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        var answer = await RunAsync(host, "/agents/unregister", """{"ids":["a1","ghost","",5]}""");

        Assert.Equal([200, 200, 400, 400], answer.Results.Select(result => result.Status));
        using var read = await host.SendAsync("GET", "/agents/a1");
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
    }

    [Fact]
    public async Task StatusBatch_SetsHealthAndRefusesTheRest()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        var answer = await RunAsync(
            host, "/agents/status", """{"a1":"maintenance","ghost":"healthy","a2":"unreachable","a3":"broken","a4":null,"a/b":"healthy"}""");

        Assert.Equal([200, 404, 400, 400, 400, 400], answer.Results.Select(result => result.Status));
        Assert.Contains("lifecycle", answer.Results[3].Error!.Errors!["status"][0], StringComparison.Ordinal);
        using var read = await host.SendAsync("GET", "/agents/a1");
        Assert.Equal("maintenance", (await Answers.JsonAsync(read)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("/agents/batch", "{}", "body")]
    [InlineData("/agents/heartbeats", "{\"id\":\"a\"}", "body")]
    [InlineData("/agents/unregister", "[]", "body")]
    [InlineData("/agents/unregister", "{}", "ids")]
    [InlineData("/agents/unregister", "{\"ids\":\"a\"}", "ids")]
    [InlineData("/agents/status", "[]", "body")]
    [InlineData("/agents/status", "{\"a\":\"healthy\",\"a\":\"degraded\"}", "a")]
    [InlineData("/agents/heartbeats", "[{\"id\":\"a\"},{\"id\":\"\\ud800\"}]", "[1]")]
    public async Task AnyBatch_WrongShape_IsRefusedWhole(string path, string body, string field)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("POST", path, body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("/agents/batch")]
    [InlineData("/agents/heartbeats")]
    public async Task AnyBatch_EmptyOrFull_IsTakenAndMoreIsTooLarge(string path)
    {
        await using var host = await HttpHost.StartAsync();
        var empty = await RunAsync(host, path, "[]");
        var full = await RunAsync(host, path, Items(1000));
        using var more = await host.SendAsync("POST", path, Items(1001));

        Assert.Empty(empty.Results);
        Assert.Equal(1000, full.Failed);
        await Answers.ProblemAsync(more, HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task RegisterBatch_ItemAsDeepAsAllowedAlone_IsTaken()
    {
        await using var host = await HttpHost.StartAsync();
        var deep = new string('[', 14) + new string(']', 14);
        var item = $$$"""{"id":"deep","name":"n","type":"t","host":"h","port":1,"metadata":{"k":{{{deep}}}}}""";
        using var alone = await host.SendAsync("POST", "/agents/register", item);
        using var removed = await host.SendAsync("DELETE", "/agents/deep");
        var answer = await RunAsync(host, "/agents/batch", $"[{item}]");

        Assert.Equal(HttpStatusCode.Created, alone.StatusCode);
        Assert.Equal(1, answer.Succeeded);
    }

    private static string Items(int count) => "[" + string.Join(',', Enumerable.Repeat("1", count)) + "]";

    private static async Task<BatchAnswer> RunAsync(HttpHost host, string path, string body)
    {
        using var response = await host.SendAsync("POST", path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize(text, ContractsContext.Default.BatchAnswer)!;
    }
}

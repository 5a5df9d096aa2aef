using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Registry.Contracts;
using Xunit;

namespace Registry.Http.Tests;

public sealed class ListTests
{
    [Fact]
    public async Task List_NoAgents_IsAnEmptyPage()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("GET", "/agents");

        Assert.Equal("""{"agents":[],"count":0,"total":0}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.NotNull(response.Headers.Age);
    }

    [Fact]
    public async Task List_InPages_FindsEveryAgentOnce()
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.RegisterAsync($"a{i}");
        }

        var found = new List<string>();
        string? cursor = null;
        do
        {
            using var response = await host.SendAsync("GET", "/agents?limit=2&sort=name" + (cursor is null ? "" : "&cursor=" + cursor));
            var page = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ContractsContext.Default.AgentPage)!;
            Assert.Equal(page.Agents.Count, page.Count);
            Assert.Equal(5, page.Total);
            found.AddRange(page.Agents.Select(agent => agent.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(["a0", "a1", "a2", "a3", "a4"], found);
    }

    [Theory]
    [InlineData("/agents?type=COST&capability=x", "a1")]
    [InlineData("/agents/type/Cost", "a1,a2")]
    [InlineData("/agents/type/data?tag=t", "a3")]
    [InlineData("/agents/type/odd%2Ftype", "a4")]
    [InlineData("/agents/type/nothing", "")]
    [InlineData("/agents?name=%5Ea%5B12%5D%24&unheard=of", "a1,a2")]
    public async Task List_Filters_FindWhatMatches(string path, string expected)
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "a1", "cost", "\"capabilities\":[\"x\"]");
        await RegisterAsync(host, "a2", "cost", "\"capabilities\":[\"y\"]");
        await RegisterAsync(host, "a3", "data", "\"tags\":[\"t\"]");
        await RegisterAsync(host, "a4", "odd/type", "\"tags\":[\"u\"]");
        using var response = await host.SendAsync("GET", path);

        var page = await Answers.JsonAsync(response);
        Assert.Equal(expected, string.Join(',', page.GetProperty("agents").EnumerateArray().Select(agent => agent.GetProperty("id").GetString()).Order()));
    }

    [Theory]
    [InlineData("name=%28", "name")]
    [InlineData("name=%5Ba", "name")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("cursor=forged", "cursor")]
    [InlineData("status=fine", "status")]
    [InlineData("version=%3E%3E", "version")]
    [InlineData("fields=nope", "fields")]
    [InlineData("sort=age", "sort")]
    [InlineData("index.author=x", "index.author")]
    public async Task List_BadFilter_IsRefusedByName(string query, string field)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("GET", "/agents?" + query);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task List_HostilePattern_IsAnsweredInLinearTime()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync(new string('a', 120));
        using var response = await host.SendAsync("GET", "/agents?name=%28a%2B%29%2B%24b");

        Assert.Equal(0, (await Answers.JsonAsync(response)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task List_Fields_AnswersThoseOnly()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var list = await host.SendAsync("GET", "/agents?fields=type,last_seen");
        using var one = await host.SendAsync("GET", "/agents/a1?fields=id,name");

        var agent = (await Answers.JsonAsync(list)).GetProperty("agents")[0];
        Assert.Equal(["id", "type", "last_seen"], agent.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"id":"a1","name":"a1"}""", await one.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("include=everything", "include")]
    [InlineData("fields=nope", "fields")]
    public async Task Get_BadSelection_IsRefused(string query, string field)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var response = await host.SendAsync("GET", "/agents/a1?" + query);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task List_Asked_IsCompressed(string encoding)
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            await host.RegisterAsync($"a{i}");
        }

        using var plain = await host.SendAsync("GET", "/agents");
        using var compressed = await host.SendAsync("GET", "/agents", null, "Accept-Encoding: " + encoding);

        Assert.Equal([encoding], compressed.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], compressed.Headers.Vary);
        Assert.Equal(["Accept-Encoding"], plain.Headers.Vary);
        await using var content = await compressed.Content.ReadAsStreamAsync();
        await using Stream decoded = encoding == "br" ? new BrotliStream(content, CompressionMode.Decompress) : new GZipStream(content, CompressionMode.Decompress);
        using var reader = new StreamReader(decoded);
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Answers_ThatAreSmall_AreNotCompressed()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var list = await host.SendAsync("GET", "/agents", null, "Accept-Encoding: gzip");
        using var one = await host.SendAsync("GET", "/agents/a1", null, "Accept-Encoding: gzip");

        Assert.Empty(list.Content.Headers.ContentEncoding);
        Assert.Empty(one.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("/agents")]
    [InlineData("/agents/a1")]
    [InlineData("/agents/type/cost")]
    [InlineData("/health")]
    [InlineData("/agents/ghost")]
    public async Task Head_OfARead_HasItsHeadersAndNoBody(string path)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var get = await host.SendAsync("GET", path);
        using var head = await host.SendAsync("HEAD", path);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task List_LargerThanOneFlush_IsWhole()
    {
        await using var host = await HttpHost.StartAsync();
        var description = new string('d', 20_000);
        for (var i = 0; i < 8; i++)
        {
            await host.RegisterAsync($"a{i}", $",\"description\":\"{description}\"");
        }

        using var response = await host.SendAsync("GET", "/agents");

        Assert.Equal(8, (await Answers.JsonAsync(response)).GetProperty("agents").GetArrayLength());
    }

    private static async Task RegisterAsync(HttpHost host, string id, string type, string more)
    {
        using var response = await host.SendAsync("PUT", "/agents/" + id, $$"""{"name":"{{id}}","type":"{{type}}","host":"h","port":1,{{more}}}""");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }
}

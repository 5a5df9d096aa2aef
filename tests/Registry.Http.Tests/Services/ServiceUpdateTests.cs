using System.Net;
using System.Text.Json;
using Registry.Contracts.Services;
using Xunit;

namespace Registry.Http.Tests.Services;

public sealed class ServiceUpdateTests
{
    private const string One = Seed.Services + "/ai-text-processor";

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"version":"2.2.0"}""", "version")]
    [InlineData("""{"endpoint":"http://10.1.2.3:9000"}""", "endpoint")]
    [InlineData("""{"capabilities":[{"name":"ocr","version":"1.0.0"}]}""", "capabilities")]
    [InlineData("""{"capabilities":null}""", "capabilities")]
    [InlineData("""{"metadata":{"tags":["x"]}}""", "metadata")]
    [InlineData("""{"metadata":{"environment":"test"}}""", "metadata")]
    [InlineData("""{"metadata":{"region":"eu"}}""", "metadata")]
    [InlineData("""{"metadata":null}""", "metadata")]
    [InlineData("""{"name":"ai-text-processor","health":{"status":"healthy"},"registeredAt":"2000-01-01T00:00:00Z","unknown":1}""", null)]
    public async Task Put_Partial_ChangesThatAlone(string body, string? changed)
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        using var response = await host.SendAsync("PUT", One, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Shapes.ReadAsync<ServiceDefinition>(response);
        var before = Members(await Answers.JsonAsync(registered));
        var after = Members(await Answers.JsonAsync(response));
        foreach (var name in before.Keys.Union(after.Keys).Except(["updatedAt", "health"]))
        {
            Assert.Equal(name == changed, before.GetValueOrDefault(name) != after.GetValueOrDefault(name));
        }
    }

    [Fact]
    public async Task Put_Metadata_MergesMemberByMember()
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "svc", ""","metadata":{"tags":["a"],"environment":"prod","type":"llm","team":"x","n":{"a":1,"b":2}}""");
        using var response = await host.SendAsync(
            "PUT", Seed.Services + "/svc", """{"metadata":{"environment":null,"team":null,"n":{"a":null,"c":3},"type":"Gateway"}}""");

        var metadata = (await Answers.JsonAsync(response)).GetProperty("metadata").GetRawText();
        Assert.Equal("""{"tags":["a"],"type":"Gateway","n":{"b":2,"c":3}}""", metadata);
    }

    [Fact]
    public async Task Put_TypeTakenAway_IsAServiceAgain()
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "svc", ""","metadata":{"type":"llm"}""");
        using var response = await host.SendAsync("PUT", Seed.Services + "/svc", """{"metadata":{"type":null}}""");
        using var agent = await host.SendAsync("GET", "/agents/svc");

        Assert.Null((await Shapes.ReadAsync<ServiceDefinition>(response)).Metadata);
        Assert.Equal("service", (await Answers.JsonAsync(agent)).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("""{"name":"other"}""", "name")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"version":null}""", "version")]
    [InlineData("""{"endpoint":null}""", "endpoint")]
    [InlineData("""{"endpoint":""}""", "endpoint")]
    [InlineData("""{"endpoint":"not a url"}""", "endpoint")]
    [InlineData("""{"metadata":5}""", "metadata")]
    [InlineData("""{"metadata":{"tags":["ok","a,b"]}}""", "metadata.tags[1]")]
    [InlineData("""{"metadata":{"type":7}}""", "metadata.type")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    public async Task Put_Wrong_NamesTheFieldAndChangesNothing(string body, string field)
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);
        using var response = await host.SendAsync("PUT", One, body);
        using var read = await host.SendAsync("GET", One);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(member => member.Name));
        Assert.Equal(await registered.Content.ReadAsStringAsync(), await read.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Put_WhatGetAnswered_ChangesNothingBesidesTimes()
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync(
            "POST", "/agents/register", """{"name":"plain","type":"gateway","kind":"service","host":"h","port":80,"capabilities":["bare"],"metadata":{"k":[1]}}""");
        using var read = await host.SendAsync("GET", Seed.Services + "/plain");
        using var agentBefore = await host.SendAsync("GET", "/agents/plain?fields=version,capabilities,metadata,type,tags,endpoint,host,port");
        using var put = await host.SendAsync("PUT", Seed.Services + "/plain", await read.Content.ReadAsStringAsync());
        using var agentAfter = await host.SendAsync("GET", "/agents/plain?fields=version,capabilities,metadata,type,tags,endpoint,host,port");

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(await agentBefore.Content.ReadAsStringAsync(), await agentAfter.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Put_Unknown_IsNotFound()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("PUT", Seed.Services + "/ghost", """{"version":"1"}""");

        await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Put_UnderAnotherRevision_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);
        var tag = Answers.Header(registered, "ETag");
        using var first = await host.SendAsync("PUT", One, """{"version":"2.2.0"}""", "If-Match: " + tag);
        using var second = await host.SendAsync("PUT", One, """{"version":"2.3.0"}""", "If-Match: " + tag);
        using var same = await host.SendAsync("GET", One, null, "If-None-Match: " + Answers.Header(first, "ETag"));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await Answers.ProblemAsync(second, HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task Put_EndpointThatItsCheckDoesNotFit_NamesTheEndpoint()
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync("POST", Seed.Services, Seed.TextProcessor);
        using var response = await host.SendAsync("PUT", One, """{"endpoint":"amqp://queue.example:5672"}""");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(["endpoint"], problem.GetProperty("errors").EnumerateObject().Select(member => member.Name));
    }

    private static Dictionary<string, string?> Members(JsonElement json) =>
        json.EnumerateObject().ToDictionary(member => member.Name, string? (member) => member.Value.GetRawText(), StringComparer.Ordinal);
}

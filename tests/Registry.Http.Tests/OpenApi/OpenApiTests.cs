using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Http.OpenApi;
using Xunit;

namespace Registry.Http.Tests.OpenApi;

public sealed class OpenApiTests
{
    private const string Path = "/openapi/v1.json";
    private const string Copy = "docs/api/openapi.json";
    private const string Refresh = "REGISTRY_REFRESH_OPENAPI";

    [Fact]
    public async Task Document_Served_IsTheCopyInTheRepository()
    {
        await using var host = await HttpHost.StartAsync();
        var served = await host.Client.GetStringAsync(Path);
        if (Environment.GetEnvironmentVariable(Refresh) == "1")
        {
            await File.WriteAllTextAsync(RepositoryFiles.PathOf(Copy), served);
        }

        var kept = RepositoryFiles.ReadText(Copy).ReplaceLineEndings("\n");

        Assert.True(served == kept, $"{Copy} is not what is served. Run this test with {Refresh}=1 to rewrite it, and look at the difference.");
    }

    [Fact]
    public async Task Document_HasEveryRouteWholly()
    {
        await using var host = await HttpHost.StartAsync();
        var root = await DocumentAsync(host);
        var paths = root.GetProperty("paths");
        var routes = OpenApiDocument.Routes(host.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints).ToList();

        Assert.NotEmpty(routes);
        var ids = new HashSet<string>();
        foreach (var route in routes)
        {
            var operation = paths.GetProperty(route.RoutePattern.RawText!).GetProperty(OpenApiDocument.Method(route));
            Assert.True(ids.Add(operation.GetProperty("operationId").GetString()!));
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.Contains(
                operation.GetProperty("tags")[0].GetString(),
                root.GetProperty("tags").EnumerateArray().Select(static tag => tag.GetProperty("name").GetString()));
            var statuses = operation.GetProperty("responses").EnumerateObject().Select(static answer => answer.Name).ToList();
            Assert.Contains(statuses, static status => status[0] == '2');
            Assert.Contains(statuses, static status => status[0] is '4' or '5');
        }

        Assert.Equal(routes.Count, paths.EnumerateObject().Sum(static path => path.Value.EnumerateObject().Count()));
    }

    [Fact]
    public async Task Document_EveryJsonBody_HasAnExample()
    {
        await using var host = await HttpHost.StartAsync();
        var root = await DocumentAsync(host);

        var operations = root.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject()).Select(static it => it.Value);
        var bodies =
            from operation in operations
            let id = operation.GetProperty("operationId").GetString()
            where id != "GetOpenApi"
            from holder in Holders(operation)
            from media in holder.EnumerateObject()
            where media.Name.EndsWith("json", StringComparison.Ordinal)
            select (id, media.Name, HasExample: media.Value.TryGetProperty("example", out _));

        Assert.NotEmpty(bodies);
        Assert.DoesNotContain(bodies, static body => !body.HasExample);
    }

    [Fact]
    public async Task Document_EveryReference_LeadsSomewhere()
    {
        await using var host = await HttpHost.StartAsync();
        var root = await DocumentAsync(host);

        var references = References(root).Distinct().ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            var target = root;
            foreach (var name in reference.Split('/').Skip(1))
            {
                Assert.True(target.TryGetProperty(name, out target), reference);
            }
        });
    }

    [Fact]
    public async Task Document_OfWhatKeepsOtherMembers_SaysSo()
    {
        await using var host = await HttpHost.StartAsync();
        var schemas = (await DocumentAsync(host)).GetProperty("components").GetProperty("schemas");

        Assert.True(schemas.GetProperty("ServiceMetadata").GetProperty("additionalProperties").GetBoolean());
        Assert.False(schemas.GetProperty("ServiceDefinition").TryGetProperty("additionalProperties", out _));
    }

    [Theory]
    [InlineData(Path, "application/json")]
    [InlineData("/docs", "text/html")]
    public async Task Get_AsAStranger_AnswersAndRevalidates(string path, string mediaType)
    {
        await using var host = await HttpHost.StartAsync(trustLoopback: false, remoteAddress: "203.0.113.9");
        using var first = await host.SendAsync("GET", path);
        using var again = await host.SendAsync("GET", path, null, $"If-None-Match: W/{first.Headers.ETag}");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(mediaType, first.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task GetDocs_HasEveryOperationAndNothingFromElsewhere()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("GET", "/docs");
        var html = await response.Content.ReadAsStringAsync();
        var root = await DocumentAsync(host);

        Assert.StartsWith("default-src 'none'; style-src 'sha256-", Answers.Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
        foreach (var operation in root.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject()))
        {
            Assert.Contains($"id=\"{operation.Value.GetProperty("operationId").GetString()}\"", html, StringComparison.Ordinal);
        }
    }

    private static async Task<JsonElement> DocumentAsync(HttpHost host)
    {
        using var response = await host.SendAsync("GET", Path);
        return await Answers.JsonAsync(response);
    }

    private static IEnumerable<JsonElement> Holders(JsonElement operation) =>
        operation.GetProperty("responses").EnumerateObject()
            .Where(static answer => answer.Name[0] == '2')
            .Select(static answer => answer.Value)
            .Concat(operation.TryGetProperty("requestBody", out var request) ? [request] : [])
            .Where(static holder => holder.TryGetProperty("content", out _))
            .Select(static holder => holder.GetProperty("content"));

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member =>
            member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}

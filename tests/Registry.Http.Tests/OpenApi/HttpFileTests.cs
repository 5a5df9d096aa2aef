using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Http.OpenApi;
using Xunit;

namespace Registry.Http.Tests.OpenApi;

public sealed class HttpFileTests
{
    [Fact]
    public async Task EveryRequest_Sent_AnswersAsNoted()
    {
        await using var host = await HttpHost.StartAsync();
        var wrong = new List<string>();
        foreach (var noted in HttpFile.Read(RepositoryFiles.ReadText("docs/api/registry.http")))
        {
            using var response = await host.WaitAsync(SendAsync(host, noted));
            if ((int)response.StatusCode != noted.Expected)
            {
                wrong.Add($"{noted.Title}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task File_HasARequestForEveryOperation()
    {
        await using var host = await HttpHost.StartAsync();
        var routes = OpenApiDocument.Routes(host.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        var operations = routes.ToDictionary(
            static route => route.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName, OpenApiDocument.Method);

        var requests = HttpFile.Read(RepositoryFiles.ReadText("docs/api/registry.http"));

        Assert.Equal(operations.Keys.Order(), requests.Select(static request => request.OperationId).Distinct().Order());
        Assert.All(requests, request => Assert.Equal(operations[request.OperationId], request.Method.ToLowerInvariant()));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpHost host, HttpFileRequest noted)
    {
        var request = new HttpRequestMessage(new HttpMethod(noted.Method), noted.Path);
        if (noted.Body is not null)
        {
            request.Content = new StringContent(noted.Body, Encoding.UTF8, noted.Headers["Content-Type"]);
        }

        foreach (var (name, value) in noted.Headers.Where(static header => header.Key != "Content-Type"))
        {
            request.Headers.Add(name, value);
        }

        return host.Client.SendAsync(request);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Registry.Functions.Composition;
using Registry.Functions.Tests.Settings;
using Registry.Functions.Worker;

namespace Registry.Functions.Tests.Worker;

/// <summary>What the worker is but for its packages: the same services in a web host that routes every request to one endpoint, as a function is one.</summary>
internal static class WorkerApps
{
    public static IHost Build(TimeProvider time, params (string Name, string Value)[] environment)
    {
        var settings = SettingsOf.Valid([("Registry__Storage", "memory"), .. environment]);
        return new HostBuilder()
            .ConfigureWebHost(web => web
                .UseTestServer()
                .ConfigureServices(services => services
                    .AddApp(settings, StorageFactory.Create(settings.Storage, time), time, standalone: false)
                    .AddWorker())
                .Configure(app => app
                    .UseForwardedHeaders()
                    .UseRouting()
                    .UseEndpoints(endpoints => endpoints.Map("{*path}", Answer))))
            .Build();
    }

    private static Task<IResult> Answer(HttpRequest request, WorkerPipeline pipeline) => pipeline.AnswerAsync(request);
}

using Microsoft.Extensions.DependencyInjection;
using Registry.Functions.Jobs;

namespace Registry.Functions.Worker;

/// <summary>What the worker has beside the app: the pipeline as a delegate, what begins with it, and the flush before its end.</summary>
internal static class WorkerServices
{
    public static IServiceCollection AddWorker(this IServiceCollection services) => services
        .AddSingleton<WorkerPipeline>()
        .AddHostedService<WebhookStart>()
        .AddHostedService<LastFlush>();

    /// <summary>Runs a job by its name. One that the settings switch off does nothing.</summary>
    public static Task RunJobAsync(this IServiceProvider services, string name, CancellationToken cancellationToken) =>
        services.GetKeyedService<Job>(name)?.Run(cancellationToken) ?? Task.CompletedTask;
}

using Azure.Core;
using Azure.Core.Pipeline;
using Registry.Tables.Connections;

namespace Registry.Tables.Rest;

/// <summary>Builds Azure.Core's pipeline and the connections below it.</summary>
internal static class TablePipeline
{
    public static HttpPipeline Create(StorageConnection connection, HttpClient client, TimeProvider time)
    {
        var options = new TableClientOptions
        {
            Transport = new HttpClientTransport(client),
            RetryPolicy = new NoRetryPolicy(),
        };
        options.Retry.MaxRetries = 0;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsLoggingContentEnabled = false;
        return HttpPipelineBuilder.Build(options, connection.CreateAuthentication(time));
    }

    public static SocketsHttpHandler CreateHandler(StorageConnection connection, TableOptions options) => new()
    {
        // Connections are renewed so that a changed DNS record is followed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Azurite closes an idle connection after 5 s unless told otherwise. Sending into one that closes ends with an unknown outcome.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(connection.IsDevelopment ? 3 : 60),
        MaxConnectionsPerServer = options.MaxConnections,
        ConnectTimeout = options.ConnectTimeout,
        UseProxy = !connection.Endpoint.IsLoopback,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    };

    private sealed class TableClientOptions : ClientOptions;
}

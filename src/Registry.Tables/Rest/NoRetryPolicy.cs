using Azure.Core;
using Azure.Core.Pipeline;

namespace Registry.Tables.Rest;

/// <summary>Takes the place of Azure.Core's retries: reads are retried by <see cref="ReadRetry"/>, writes never.</summary>
internal sealed class NoRetryPolicy : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNextAsync(message, pipeline);
}

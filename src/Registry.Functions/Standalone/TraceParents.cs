using System.Diagnostics;

namespace Registry.Functions.Standalone;

/// <summary>
/// Honours <c>traceparent</c>: a request that brings one runs under its trace id. One that brings none gets no activity, which would cost
/// every request an allocation that nobody reads.
/// </summary>
internal static class TraceParents
{
    private const string AspNetCoreSource = "Microsoft.AspNetCore";

    public static ActivityListener Honour()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == AspNetCoreSource,
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == default ? ActivitySamplingResult.None : ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}

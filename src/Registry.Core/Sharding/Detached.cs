namespace Registry.Core.Sharding;

/// <summary>Starts work that outlives the request it began in, without that request's ambient state (trace, log scope).</summary>
internal static class Detached
{
    /// <param name="work">Hands its failures to those who wait for it.</param>
    public static void Start(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = work();
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _ = work();
        }
    }
}

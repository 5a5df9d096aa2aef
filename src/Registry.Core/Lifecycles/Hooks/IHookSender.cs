namespace Registry.Core.Lifecycles.Hooks;

/// <summary>Calls hooks. What the other side does, or does not, is a value.</summary>
public interface IHookSender
{
    /// <summary>Posts JSON.</summary>
    /// <param name="url">An absolute http or https URL.</param>
    /// <param name="json">UTF-8.</param>
    /// <param name="timeout">For all of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<HookAnswer> SendAsync(string url, ReadOnlyMemory<byte> json, TimeSpan timeout, CancellationToken cancellationToken);
}

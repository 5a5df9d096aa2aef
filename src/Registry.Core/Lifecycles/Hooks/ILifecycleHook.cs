using Registry.Core.Agents;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>
/// A hook in this process, for those who embed the registry: each registered as a service is called on the instance that handles the request.
/// Called from many threads at once.
/// </summary>
public interface ILifecycleHook
{
    /// <summary>Before a transition is committed. A veto, an exception or 5 s without an answer refuse it.</summary>
    /// <param name="phase">Which transition.</param>
    /// <param name="agent">As it is before it.</param>
    /// <param name="cancellationToken">The caller left, or the time is up.</param>
    ValueTask<HookVerdict> BeforeAsync(LifecyclePhase phase, Agent agent, CancellationToken cancellationToken);

    /// <summary>After a transition was committed; nothing waits for it, and what it throws is logged.</summary>
    /// <param name="phase">Which transition.</param>
    /// <param name="agent">As it is after it.</param>
    /// <param name="cancellationToken">The time is up.</param>
    ValueTask AfterAsync(LifecyclePhase phase, Agent agent, CancellationToken cancellationToken);
}

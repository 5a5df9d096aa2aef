using Registry.Core.Agents;
using Registry.Core.Lifecycles.Hooks;

namespace Registry.Core.Tests.Lifecycles.Hooks;

internal sealed class InProcessHook : ILifecycleHook
{
    public Func<Task<HookVerdict>> Verdict { get; init; } = () => Task.FromResult(HookVerdict.Allowed);

    public Action Told { get; init; } = () => { };

    public ValueTask<HookVerdict> BeforeAsync(LifecyclePhase phase, Agent agent, CancellationToken cancellationToken) => new(Verdict());

    public ValueTask AfterAsync(LifecyclePhase phase, Agent agent, CancellationToken cancellationToken)
    {
        Told();
        return default;
    }
}

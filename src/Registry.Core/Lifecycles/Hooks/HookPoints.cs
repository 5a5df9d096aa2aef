using Registry.Core.Agents;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>What follows from when a hook is called.</summary>
public static class HookPoints
{
    public static WordTable<HookPoint> Words { get; } = new("pre_activation", "post_activation", "pre_deactivation", "post_deactivation");

    public static HookPoint Before(LifecyclePhase phase) =>
        phase == LifecyclePhase.Activation ? HookPoint.PreActivation : HookPoint.PreDeactivation;

    public static HookPoint After(LifecyclePhase phase) =>
        phase == LifecyclePhase.Activation ? HookPoint.PostActivation : HookPoint.PostDeactivation;

    /// <summary>The agent's own URL for it; null for none.</summary>
    internal static string? Url(HookPoint point, LifecycleHooks? hooks) => point switch
    {
        HookPoint.PreActivation => hooks?.PreActivation,
        HookPoint.PostActivation => hooks?.PostActivation,
        HookPoint.PreDeactivation => hooks?.PreDeactivation,
        _ => hooks?.PostDeactivation,
    };
}
